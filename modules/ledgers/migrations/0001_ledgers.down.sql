drop table ledgers.imported, ledgers.seen, ledgers.problem, ledgers.batch, ledgers.run, ledgers.mapping;
