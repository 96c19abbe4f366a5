alter table people.attempt drop column account;
drop table people.policy, people.ceremony, people.passkey, people.recovery, people.totp;
alter table people.session drop column agency_sealed, drop column strong, drop column way, drop column proven_at;
