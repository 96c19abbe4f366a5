alter table ledgers.run drop column target;
