-- What persons agreed to: for what, in which words, when and how; and when they took it back.
create table consents.wording (         -- the exact words that were shown; never changed, a new text is a new row
  county integer not null,
  hash text not null,                   -- SHA-256 of title and words
  purpose text not null,
  version text not null,
  language text not null,
  title text not null,
  words text not null,
  made_at timestamptz not null,
  primary key (county, hash)
);

create table consents.consent (
  county integer not null,
  id uuid not null,
  purpose text not null,                -- <module>.<what>
  version text not null,
  language text,                        -- these two are null for consents from before words were kept
  hash text,
  account text,                         -- whose it is, or who holds the record it is about
  receipt_hash text,
  about text,                           -- the record it is about, where it is not the person as a whole
  giver text,                           -- sealed name of who gave it, where that is not the account's holder
  way text not null check (way in ('screen', 'present', 'phone', 'paper')),
  given_at timestamptz not null,
  given_by text,                        -- staff who wrote it down
  withdrawn_at timestamptz,
  withdrawn_way text check (withdrawn_way in ('screen', 'present', 'phone', 'paper')),
  withdrawn_by text,
  primary key (county, id)
);
create unique index consent_in_force on consents.consent
  (county, purpose, version, coalesce(account, ''), coalesce(receipt_hash, ''), coalesce(about, '')) where withdrawn_at is null;
create index consent_of on consents.consent (county, account, given_at desc) where account is not null;
create index consent_receipt on consents.consent (county, receipt_hash) where receipt_hash is not null;
create index consent_about on consents.consent (county, about, given_at desc) where about is not null;
create index consent_withdrawn on consents.consent (county, withdrawn_at) where withdrawn_at is not null;

alter table consents.wording enable row level security;
create policy words on consents.wording to doorstep_app using (county = kernel.county()) with check (county = kernel.county());
alter table consents.consent enable row level security;
create policy in_scope on consents.consent to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text));
create policy own on consents.consent to doorstep_app
  using (county = kernel.county() and (account = kernel.own() or receipt_hash = kernel.receipt()))
  with check (county = kernel.county() and (account = kernel.own() or receipt_hash = kernel.receipt()));
