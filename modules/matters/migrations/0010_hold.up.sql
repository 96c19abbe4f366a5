-- A record of another module that shares the matter's id may hold it: then only that record closes it.
alter table matters.matter add column held_by text;
