alter table matters.matter drop column limit_code;
