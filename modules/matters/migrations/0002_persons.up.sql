-- What the law gives persons: their part of a matter goes when they ask, its words go at the end of retention, the row stays for the counts.
alter table matters.matter
  add column erase_asked boolean not null default false, -- the account is closed; the person's part goes when the matter is closed
  add column erased_at timestamptz,                      -- the person's part is gone
  add column emptied_at timestamptz,                     -- every word is gone
  add column minor boolean not null default false,       -- about somebody under 18: read by the one who handles it, others by approval
  add column guardian text;                              -- sealed: who consented, how, and when
create index matter_kept on matters.matter (county, kind, (coalesce(resolved_at, updated_at))) where emptied_at is null and not open;
create index matter_erase_asked on matters.matter (county, id) where erase_asked and erased_at is null;

create table matters.access (         -- who asked to read a minor's data, why, and who let them
  county integer not null,
  id uuid not null,
  matter uuid not null,
  account text not null,
  reason text not null,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  granted boolean,
  until timestamptz,
  primary key (county, id),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);
create index access_matter on matters.access (county, matter, account);
alter table matters.access enable row level security;
create policy with_matter on matters.access to doorstep_app using (county = kernel.county() and exists (
  select from matters.matter m where m.county = access.county and m.id = access.matter)) with check (county = kernel.county());
