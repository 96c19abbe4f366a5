-- What is signed and how it was signed are personal: sealed, and gone with their row. A file of their own they do not need.
alter table disputes.agreement drop column file, add column paper text; -- sealed: the PDF that is signed, byte by byte
alter table disputes.signature drop column file, add column drawn text; -- sealed: the picture of the name

-- Every party holds a copy (People's Mediation Law, art. 29).
create table disputes.copy (
  county integer not null,
  agreement uuid not null,
  party uuid not null,
  dispute uuid not null,
  how text not null,                    -- link, print
  at timestamptz not null,
  by_account text,
  primary key (county, agreement, party),
  foreign key (county, agreement) references disputes.agreement (county, id) on delete cascade,
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index copy_dispute on disputes.copy (county, dispute);
-- One is being drafted or signed at a time, one is in force at a time.
create unique index agreement_current on disputes.agreement (county, dispute) where state in ('draft', 'open');
create unique index agreement_in_force on disputes.agreement (county, dispute) where state = 'effective';

alter table disputes.copy enable row level security;
create policy with_dispute on disputes.copy to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = copy.county and d.id = copy.dispute))
  with check (county = kernel.county());
