-- Up to which event the jobs are made. In a crowd they are made no faster than they can be done; live clients hear at once.
create table kernel.relay (one boolean primary key default true check (one), jobs_seq bigint not null);
alter table kernel.relay enable row level security; -- the worker's alone
insert into kernel.relay (jobs_seq) select coalesce(max(seq), 0) from kernel.outbox;
