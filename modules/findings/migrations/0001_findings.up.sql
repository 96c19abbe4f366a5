-- What comes in several times about one quarrel, and proposals that it is one. `county` comes first: it is the shard.
create table findings.call (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  number text,                          -- of the call in its own system
  words text not null,                  -- sealed
  phone text,                           -- sealed
  phone_blind text,
  called_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (county, id)
);
create index call_old on findings.call (county, called_at);
create index call_phone on findings.call (county, phone_blind) where phone_blind is not null;

create table findings.sign (
  county integer not null,
  id uuid not null,
  source text not null,                 -- call, visit, report
  ref uuid not null,
  area text collate "C" not null,
  family text,
  place text,
  place_key text,
  lat double precision,
  lon double precision,
  at timestamptz not null,
  looked boolean not null default false,
  proposal uuid,
  matter uuid,
  primary key (county, id)
);
create unique index sign_once on findings.sign (county, source, ref);
create index sign_new on findings.sign (county, at) where not looked;
create index sign_spot on findings.sign (county, lat, at) where lat is not null;
create index sign_address on findings.sign (county, place_key, at) where place_key is not null;
create index sign_newest on findings.sign (county, at desc, id desc);
create index sign_proposal on findings.sign (county, proposal) where proposal is not null;

create table findings.proposal (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  state text not null,
  family text,
  place text,
  lat double precision,
  lon double precision,
  because jsonb not null,
  count integer not null,
  matter uuid,
  newest_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  reason text,
  updated_at timestamptz not null,
  primary key (county, id)
);
create index proposal_newest on findings.proposal (county, newest_at desc, id desc);
create index proposal_state on findings.proposal (county, state, newest_at desc, id desc);

create table findings.setting (
  county integer not null primary key,
  value jsonb not null
);

do $$ declare name text; begin
  foreach name in array array['call', 'sign', 'proposal'] loop
    execute format('alter table findings.%I enable row level security', name);
    execute format('create policy inside on findings.%I to doorstep_app using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and left(area, 6) = county::text and kernel.in_scope(area))', name);
  end loop;
end $$;
alter table findings.setting enable row level security;
create policy inside on findings.setting to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and kernel.in_scope(county::text));
