-- What the kernel keeps: who is asking (as settings of the transaction), repeated writes, events, effects, audit, files.
create extension if not exists pg_trgm;
create extension if not exists btree_gist;
create extension if not exists cube;
create extension if not exists earthdistance;

-- The readers of the transaction's context. Unset means: nothing matches. Simple expressions, so the planner inlines them.
create function kernel.county() returns integer language sql stable parallel safe
  as $$ select nullif(current_setting('doorstep.county', true), '')::integer $$;
create function kernel.in_scope(area text) returns boolean language sql stable parallel safe
  as $$ select area ^@ any (string_to_array(nullif(current_setting('doorstep.scopes', true), ''), ',')) $$;
create function kernel.in_unit(area text, unit text) returns boolean language sql stable parallel safe
  as $$ select (unit || '@' || area) ^@ any (string_to_array(nullif(current_setting('doorstep.units', true), ''), ',')) $$;
create function kernel.own() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('doorstep.own', true), '') $$;
create function kernel.asked() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('doorstep.asked', true), '') $$;
create function kernel.receipt() returns text language sql stable parallel safe
  as $$ select nullif(current_setting('doorstep.receipt', true), '') $$;
create function kernel.visiting() returns boolean language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('doorstep.visiting', true), '')::boolean, false) $$;

create table kernel.idempotency (
  county integer not null,
  key text not null,                 -- hash of who, which operation and the client's key
  request text not null,             -- hash of the input, to refuse the key for another request
  reply bytea,                       -- sealed: replies hold personal data
  created_at timestamptz not null default now(),
  primary key (county, key)
);
create index idempotency_age on kernel.idempotency (created_at);

create table kernel.outbox (
  county integer not null,
  id uuid not null,
  type text not null,
  subject text not null,             -- id of the thing it is about
  area text,
  accounts text[] not null default '{}',
  payload jsonb not null,
  created_at timestamptz not null default clock_timestamp(),
  seq bigint,                        -- given by the relay, one at a time, so that readers never skip a late commit
  primary key (county, id)
);
create index outbox_waiting on kernel.outbox (created_at, id) where seq is null;
create unique index outbox_seq on kernel.outbox (seq, county) where seq is not null;
create sequence kernel.event_seq;

create table kernel.effect (          -- a subscriber's effect of an event, written with the effect: at most once
  county integer not null,
  event uuid not null,
  subscriber text not null,
  done_at timestamptz not null default now(),
  primary key (county, event, subscriber)
);

create table kernel.audit (
  county integer not null,
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  account text,
  operation text not null,
  subject text,
  reason text,
  detail jsonb not null default '{}',
  seq bigint,                        -- place in the county's chain, given by the sealer
  hash text,
  primary key (county, id)
);
create unique index audit_chain on kernel.audit (county, seq) where seq is not null;
create index audit_unsealed on kernel.audit (county, at, id) where seq is null;
create index audit_subject on kernel.audit (county, subject, at desc);
create index audit_account on kernel.audit (county, account, at desc);
create table kernel.audit_head (county integer primary key, seq bigint not null, hash text not null);

create table kernel.file (
  county integer not null,
  id uuid not null,
  type text not null,
  bytes bigint not null,
  sha256 text not null,
  created_at timestamptz not null default now(),
  primary key (county, id)
);

alter table kernel.idempotency enable row level security;
create policy own_county on kernel.idempotency to doorstep_app using (county = kernel.county()) with check (county = kernel.county());
alter table kernel.outbox enable row level security;
create policy own_county on kernel.outbox for insert to doorstep_app with check (county = kernel.county());
alter table kernel.effect enable row level security;
create policy own_county on kernel.effect to doorstep_app using (county = kernel.county()) with check (county = kernel.county());
alter table kernel.audit enable row level security;
create policy write_own_county on kernel.audit for insert to doorstep_app with check (county = kernel.county());
create policy read_in_scope on kernel.audit for select to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(county::text) or account = kernel.own()));
alter table kernel.audit_head enable row level security;
alter table kernel.file enable row level security;
create policy own_county on kernel.file to doorstep_app using (county = kernel.county()) with check (county = kernel.county());
