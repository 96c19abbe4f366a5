create table people.consent (
  account text not null references people.account on delete cascade,
  kind text not null,                 -- 'privacy'
  version text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (account, kind, version)
);
alter table people.consent enable row level security;
create policy identity on people.consent to doorstep_app using (people.identifying()) with check (people.identifying());
create policy own on people.consent for select to doorstep_app using (account = kernel.own());
insert into people.consent
select distinct on (c.account, c.version) c.account, 'privacy', c.version, c.given_at, c.withdrawn_at
from consents.consent c join people.account a on a.id = c.account
where c.purpose = 'people.account' order by c.account, c.version, c.given_at desc;
-- What was written beside stays: it holds the words, which the older form cannot.
