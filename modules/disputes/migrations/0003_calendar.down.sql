drop index disputes.session_when;
create index session_when on disputes.session (county, starts, id) where state = 'planned';
