alter table matters.matter drop column held_by;
