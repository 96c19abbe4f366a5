-- A record beside a matter may know better than its kind how long it may take: a simple dispute has one day.
alter table matters.matter add column limit_code text;
