alter table matters.step drop column done_at;
