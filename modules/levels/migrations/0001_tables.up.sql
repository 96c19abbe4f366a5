-- Colours of matters and places. `county` comes first in every key: it is the shard.
create table levels.level (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  -- There is no kind for a person or a household, and there will be none.
  subject_kind text not null check (subject_kind in ('matter', 'place')),
  subject uuid not null,
  kind text,                            -- kind of the matter, for filters
  place text,
  lat double precision,
  lon double precision,
  colour text not null,
  state text not null,
  reason text not null,
  decided_by text,
  since timestamptz not null,
  sign_due timestamptz,                 -- a second name is missing until then
  signed_by text,
  signed_at timestamptz,
  expires timestamptz not null,
  confirmed_at timestamptz,
  terms jsonb not null default '[]',    -- what the advice said when it was decided
  points integer not null default 0,
  lowering jsonb,                       -- proposed, and waiting for a second person
  ended_at timestamptz,
  ended_by text,                        -- expired, closed, lowered
  updated_at timestamptz not null,
  primary key (county, id)
);
create unique index level_one on levels.level (county, subject) where state = 'active';
create index level_subject on levels.level (county, subject);
create index level_newest on levels.level (county, since desc, id desc) where state = 'active';
create index level_expires on levels.level (county, expires) where state = 'active';

create table levels.change (
  county integer not null,
  level uuid not null,
  id uuid not null,
  at timestamptz not null,
  verb text not null,
  colour text not null,
  by_account text,
  reason text,
  primary key (county, level, id),
  foreign key (county, level) references levels.level (county, id) on delete cascade
);

create table levels.objection (
  county integer not null,
  level uuid not null,
  id uuid not null,
  text text not null,                   -- sealed
  at timestamptz not null,
  due timestamptz not null,
  answer text,                          -- sealed
  answered_at timestamptz,
  answered_by text,
  primary key (county, level, id),
  foreign key (county, level) references levels.level (county, id) on delete cascade
);
create unique index objection_one on levels.objection (county, level) where answered_at is null;

create table levels.setting (
  county integer not null primary key,
  value jsonb not null
);

alter table levels.level enable row level security;
create policy visible on levels.level to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(area) or exists (
    select from matters.own_matter m where m.county = level.county and m.id = level.subject)))
  with check (county = kernel.county() and left(area, 6) = county::text and kernel.in_scope(area));
-- What hangs on a level is seen by whoever sees the level: the inner select is subject to the policy above.
alter table levels.change enable row level security;
create policy visible on levels.change to doorstep_app
  using (county = kernel.county() and exists (select from levels.level l where l.county = change.county and l.id = change.level))
  with check (county = kernel.county());
alter table levels.objection enable row level security;
create policy visible on levels.objection to doorstep_app
  using (county = kernel.county() and exists (select from levels.level l where l.county = objection.county and l.id = objection.level))
  with check (county = kernel.county());
alter table levels.setting enable row level security;
create policy inside on levels.setting to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and kernel.in_scope(county::text));
