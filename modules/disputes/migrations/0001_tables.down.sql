drop policy visible on disputes.dispute; -- it looks into two of the tables below
drop table disputes.setting;
drop table disputes.type;
drop table disputes.confirmation;
drop table disputes.signature;
drop table disputes.instalment;
drop table disputes.agreement;
drop table disputes.booking;
drop table disputes.session;
drop table disputes.room;
drop table disputes.mediator;
drop table disputes.party;
drop table disputes.dispute;
