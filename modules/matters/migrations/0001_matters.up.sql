-- The spine: one row a matter, one row a step of its life, its visits, files and requests for more time.
create table matters.matter (
  county integer not null,
  id uuid not null,
  code text not null,                       -- what people say on the phone, e.g. 20261121-7KQ4M
  area text collate "C" not null,           -- grid or community
  -- Plain columns, not expressions: under row-level security the planner may use an index only with leakproof operators,
  -- and left() is not one.
  township text collate "C" not null generated always as (left(area, 9)) stored,
  community text collate "C" not null generated always as (left(area, 12)) stored,
  kind text not null,
  state text not null,
  open boolean not null,
  channel text not null,
  description text not null,
  place text,
  lat double precision,
  lon double precision,
  happened_at timestamptz,
  extra jsonb not null default '{}',
  urgency text not null default 'normal',
  supervision text not null default 'none',
  reporter text,                            -- account, where there is one
  reporter_name text,                       -- sealed
  reporter_phone text,                      -- sealed
  phone_blind text,                         -- equality look-up of the same caller, keyed
  receipt_hash text not null,
  registered_by text,
  board text,
  first_receiver text,                      -- 首接负责: stays when others handle it
  assignee text,
  helpers text[] not null default '{}',
  unit text,
  reported_at timestamptz not null,
  accept_due timestamptz,
  handle_due timestamptz,
  due_at timestamptz,                       -- the one that counts now; null while the clock stands still
  accepted_at timestamptz,
  paused_at timestamptz,
  resolved_at timestamptz,
  grade text,
  result text,
  rating smallint,
  rating_text text,
  reopened smallint not null default 0,
  objected boolean not null default false,  -- the person opens it again once
  extensions smallint not null default 0,
  extension_days smallint,                  -- asked for and not decided yet
  extension_reason text,
  extension_asked_at timestamptz,
  extension_asked_by text,
  urged_at timestamptz,
  clock_from timestamptz not null,          -- when the clock that counts now began to run
  handled_at timestamptz,                   -- when staff last did or said something
  reminded text[] not null default '{}',    -- what the clock has caused already in this run: dueSoon, accept.yellow …
  duplicate_of uuid,
  grams text[] not null,                    -- pairs of characters: Chinese words have two, too few for trigrams
  queue_at timestamptz generated always as (coalesce(due_at, timestamptz '9999-12-31 00:00:00+00')) stored, -- one key to walk a queue by
  updated_at timestamptz not null,
  primary key (county, id),
  foreign key (county, duplicate_of) references matters.matter (county, id)
);
create unique index matter_code on matters.matter (county, code);
create unique index matter_receipt on matters.matter (county, receipt_hash);
-- queues: open ones by deadline (the stopped clocks last), closed ones by time
create index matter_queue on matters.matter (county, township, queue_at, id) where open;
create index matter_queue_community on matters.matter (county, community, queue_at, id) where open;
create index matter_queue_county on matters.matter (county, queue_at, id) where open;
create index matter_newest on matters.matter (county, reported_at desc, id desc);
create index matter_newest_station on matters.matter (county, township, reported_at desc, id desc);
create index matter_newest_community on matters.matter (county, community, reported_at desc, id desc);
create index matter_assignee on matters.matter (county, assignee, queue_at, id) where open;
create index matter_helpers on matters.matter using gin (helpers);
create index matter_unit on matters.matter (county, unit, queue_at, id) where open and unit is not null;
create index matter_unit_newest on matters.matter (county, unit, reported_at desc, id desc) where unit is not null;
create index matter_reporter on matters.matter (county, reporter, reported_at desc, id desc) where reporter is not null;
create index matter_grams on matters.matter using gin (grams);
create index matter_near on matters.matter using gist (ll_to_earth(lat, lon)) where lat is not null and open;
create index matter_closing on matters.matter (county, updated_at) where state in ('resolved', 'followUp', 'transferredOut', 'withdrawn');
create index matter_handled on matters.matter (county, handled_at) where open;
create index matter_accepted on matters.matter (county, accepted_at) where accepted_at is not null;
create index matter_resolved on matters.matter (county, resolved_at) where resolved_at is not null;
create index matter_duplicates on matters.matter (county, duplicate_of) where duplicate_of is not null;

create table matters.step (
  county integer not null,
  matter uuid not null,
  id uuid not null,
  at timestamptz not null,
  verb text not null,
  by_account text,
  by_role text,
  from_state text,
  to_state text,
  text text,
  reason text,
  data jsonb not null default '{}',
  public boolean not null,
  primary key (county, matter, id),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);

create table matters.visit (
  county integer not null,
  matter uuid not null,
  round smallint not null default 0,        -- a matter that was opened again is visited again
  day smallint not null,
  due_at timestamptz not null,
  done_at timestamptz,
  outcome text,
  note text,
  by_account text,
  told boolean not null default false,      -- the officer was reminded of it
  primary key (county, matter, round, day),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);
create index visit_due on matters.visit (county, due_at) where done_at is null and not told;

create table matters.attachment (
  county integer not null,
  matter uuid not null,
  id uuid not null,
  type text not null,
  bytes integer not null,
  sha256 text not null,
  seconds real,
  by_staff boolean not null,
  at timestamptz not null,
  primary key (county, matter, id),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);
create unique index attachment_file on matters.attachment (county, id); -- the file is kept under this id

alter table matters.matter enable row level security;
create policy visible on matters.matter for select to doorstep_app using (
  county = kernel.county() and (
    kernel.in_scope(area) or reporter = kernel.own() or kernel.asked() = any (helpers)
    or kernel.in_unit(area, unit) or receipt_hash = kernel.receipt()));
create policy made on matters.matter for insert to doorstep_app with check (
  county = kernel.county() and (kernel.in_scope(area) or reporter = kernel.own() or (kernel.visiting() and reporter is null)));
-- A write may move a row out of the writer's own sight (passed on to another room), never into another county.
create policy changed on matters.matter for update to doorstep_app using (
  county = kernel.county() and (
    kernel.in_scope(area) or reporter = kernel.own() or kernel.asked() = any (helpers)
    or kernel.in_unit(area, unit) or receipt_hash = kernel.receipt()))
  with check (county = kernel.county());
create policy erased on matters.matter for delete to doorstep_app using (county = kernel.county() and kernel.in_scope(area));

-- What hangs on a matter is seen by whoever sees the matter: the inner select is subject to the policy above.
alter table matters.step enable row level security;
create policy with_matter on matters.step to doorstep_app using (county = kernel.county() and exists (
  select from matters.matter m where m.county = step.county and m.id = step.matter)) with check (county = kernel.county());
alter table matters.visit enable row level security;
create policy with_matter on matters.visit to doorstep_app using (county = kernel.county() and exists (
  select from matters.matter m where m.county = visit.county and m.id = visit.matter)) with check (county = kernel.county());
alter table matters.attachment enable row level security;
create policy with_matter on matters.attachment to doorstep_app using (county = kernel.county() and exists (
  select from matters.matter m where m.county = attachment.county and m.id = attachment.matter)) with check (county = kernel.county());

-- Operators of words, arrays and distance are not leakproof, so under row-level security they would scan. These look with
-- the owner's eyes through the index and hand out only ids that the asker's context may see.
create function matters.find_words(wanted_grams text[], patterns text[], wanted integer) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id from matters.matter
  where county = kernel.county() and grams @> wanted_grams and (code || ' ' || description || ' ' || coalesce(place, '')) ilike all (patterns)
    and (kernel.in_scope(area) or reporter = kernel.own() or kernel.asked() = any (helpers) or kernel.in_unit(area, unit))
  order by reported_at desc limit wanted $$;
create function matters.find_helped(only_open boolean, wanted integer) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id from matters.matter
  where county = kernel.county() and helpers @> array[kernel.asked()] and (open or not only_open)
  order by reported_at desc limit wanted $$;
create function matters.find_near(near_lat double precision, near_lon double precision, metres double precision, since timestamptz)
  returns table (id uuid, distance double precision)
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id, earth_distance(ll_to_earth(lat, lon), ll_to_earth(near_lat, near_lon)) from matters.matter
  where county = kernel.county() and open and lat is not null and reported_at >= since
    and earth_box(ll_to_earth(near_lat, near_lon), metres) @> ll_to_earth(lat, lon)
    and (kernel.in_scope(area) or kernel.in_unit(area, unit))
  order by 2 limit 50 $$;
revoke execute on function matters.find_words(text[], text[], integer), matters.find_helped(boolean, integer), matters.find_near(double precision, double precision, double precision, timestamptz) from public;
grant execute on function matters.find_words(text[], text[], integer), matters.find_helped(boolean, integer), matters.find_near(double precision, double precision, double precision, timestamptz) to doorstep_app;
