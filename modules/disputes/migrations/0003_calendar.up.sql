-- The calendar shows what was held as well as what is planned.
drop index disputes.session_when;
create index session_when on disputes.session (county, starts, id);
