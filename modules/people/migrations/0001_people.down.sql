drop table people.invitation, people.posting, people.profile, people.consent, people.attempt, people.verification,
  people.credential, people.session, people.account;
drop function people.identifying();
