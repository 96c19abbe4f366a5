drop table visits.visit;
