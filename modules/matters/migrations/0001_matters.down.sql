drop function matters.find_words(text[], text[], integer), matters.find_helped(boolean, integer), matters.find_near(double precision, double precision, double precision, timestamptz);
drop table matters.attachment, matters.visit, matters.step, matters.matter;
