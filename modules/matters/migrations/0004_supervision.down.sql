alter table matters.matter drop column former_area;
drop table matters.handover;
drop table matters.card;
