-- What the county keeps for how long, what the job did, what persons asked for, and what went wrong.
create table privacy.retention (      -- the county's own choice; without a row the module's value holds
  county integer not null,
  kind text not null,
  keep_days integer not null,
  reason text not null,
  changed_by text,
  changed_at timestamptz not null,
  primary key (county, kind)
);

create table privacy.run (            -- one pass over everything whose time is over
  county integer not null,
  id uuid not null,
  started_at timestamptz not null,
  by_account text,                    -- null: the nightly job
  report jsonb not null,              -- per kind: days, before, counts
  primary key (county, id)
);
create index run_newest on privacy.run (county, started_at desc, id desc);

create table privacy.request (
  county integer not null,
  id uuid not null,
  kind text not null check (kind in ('access', 'correct', 'erase', 'limit', 'explain', 'other')),
  channel text not null check (channel in ('own', 'phone', 'visit', 'paper')),
  state text not null check (state in ('open', 'done', 'refused', 'calledBack')),
  account text,                       -- whose; emptied together with what it was about
  receipt_hash text,
  matter text,
  words_sealed text,                  -- what was asked, and how to reach a person who asked on paper
  asked_at timestamptz not null,
  due_at timestamptz not null,        -- 15 working days
  runs_at timestamptz,                -- erasures: until then it can be called back
  answer text,
  report jsonb,
  done_at timestamptz,
  done_by text,
  registered_by text,
  primary key (county, id)
);
create index request_own on privacy.request (county, account, asked_at desc) where account is not null;
create index request_receipt on privacy.request (county, receipt_hash) where receipt_hash is not null;
create index request_open on privacy.request (county, due_at, id) where state = 'open';
create index request_newest on privacy.request (county, asked_at desc, id desc);
-- One erasure at a time.
create unique index request_erasure on privacy.request (county, coalesce(account, receipt_hash)) where kind = 'erase' and state = 'open';

create table privacy.breach (
  county integer not null,
  id uuid not null,
  found_at timestamptz not null,
  kinds text[] not null,              -- of data, codes
  cause text not null,
  harm text not null,
  measures text not null,
  contact text not null,
  persons integer not null,
  exempt_reason text,                 -- why the persons need not be told (PIPL art. 57): the measures keep harm away
  steps jsonb not null default '{}',  -- code → when it was done
  made_by text,
  updated_at timestamptz not null,
  primary key (county, id)
);
create index breach_newest on privacy.breach (county, found_at desc, id desc);

alter table privacy.retention enable row level security;
create policy in_scope on privacy.retention to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text));
alter table privacy.run enable row level security;
create policy in_scope on privacy.run to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text));
alter table privacy.breach enable row level security;
create policy in_scope on privacy.breach to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text));
alter table privacy.request enable row level security;
create policy in_scope on privacy.request to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text));
create policy own on privacy.request to doorstep_app
  using (county = kernel.county() and (account = kernel.own() or receipt_hash = kernel.receipt()))
  with check (county = kernel.county() and (account = kernel.own() or receipt_hash = kernel.receipt()));
