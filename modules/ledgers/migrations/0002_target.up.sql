-- What the rows of a run become: matters, or calls of another module.
alter table ledgers.run add column target text not null default 'matters';
