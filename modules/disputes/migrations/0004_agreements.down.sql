drop index disputes.agreement_in_force, disputes.agreement_current;
drop table disputes.copy;
alter table disputes.signature drop column drawn, add column file uuid;
alter table disputes.agreement drop column paper, add column file uuid;
