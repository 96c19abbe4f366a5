-- The calendar of visits: what was planned, by whom for whom, and what came of it. `county` comes first: it is the shard.
create table visits.visit (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  purpose text not null,
  state text not null,
  source text not null,               -- the module that planned it
  key text not null,                  -- its own name for it
  subject text,                       -- API id of what it is about: a matter
  place text,
  lat double precision,
  lon double precision,
  task text,                          -- words of the planner, or a locale key of the module
  due_on date not null,
  last_day date,
  assignee text,
  along text[] not null default '{}', -- auxiliaries whom the officer takes along
  done_at timestamptz,
  done_by text,
  outcome text,
  note text,                          -- sealed
  reason text,                        -- why it was moved or cancelled
  updated_at timestamptz not null,
  primary key (county, id)
);
create unique index visit_once on visits.visit (county, source, key);
create index visit_day on visits.visit (county, due_on, id);
create index visit_assignee on visits.visit (county, assignee, due_on, id) where assignee is not null;
create index visit_open on visits.visit (county, due_on) where state = 'planned';
create index visit_along on visits.visit using gin (along);
create index visit_subject on visits.visit (county, subject) where subject is not null;

alter table visits.visit enable row level security;
create policy inside on visits.visit to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(area) or kernel.asked() = any (along)))
  with check (county = kernel.county() and left(area, 6) = county::text and kernel.in_scope(area));
