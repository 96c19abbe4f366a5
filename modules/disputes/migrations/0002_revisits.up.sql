-- The revisits after performance, `[{ day, dueOn, doneAt, outcome }]`; they stand in the calendar of visits too.
alter table disputes.dispute add column revisits jsonb not null default '[]';
