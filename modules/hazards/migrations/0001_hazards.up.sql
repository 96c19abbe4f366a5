-- The files of hazards. A file has the id of its matter. `county` comes first in every key: it is the shard.
create table hazards.hazard (
  county integer not null,
  id uuid not null,                     -- the matter's
  code text not null,
  area text collate "C" not null,
  sort text not null,
  state text not null,
  open boolean not null,
  class text,
  place text,
  lat double precision,
  lon double precision,
  responsible text,                     -- a body
  person text,                          -- sealed: who answers for it there
  notices integer not null default 0,
  due date,
  before jsonb,                         -- { file, point }
  recheck jsonb,                        -- the last look of this round
  referred_to text,
  found_at timestamptz not null,
  closed_at timestamptz,
  updated_at timestamptz not null,
  primary key (county, id)
);
create index hazard_newest on hazards.hazard (county, found_at desc, id desc);
create index hazard_area on hazards.hazard (county, area, found_at desc, id desc);
create index hazard_state on hazards.hazard (county, state, found_at desc, id desc);
create index hazard_due on hazards.hazard (county, due) where due is not null;

create table hazards.notice (
  county integer not null,
  hazard uuid not null,
  n integer not null,
  class text not null,
  responsible text not null,
  person text,                          -- sealed
  demands text not null,
  due date not null,
  issued_at timestamptz not null,
  issued_by text,
  served_at timestamptz,
  way text,
  primary key (county, hazard, n),
  foreign key (county, hazard) references hazards.hazard (county, id) on delete cascade
);

create table hazards.recheck (
  county integer not null,
  hazard uuid not null,
  id uuid not null,
  at timestamptz not null,
  by_account text,
  gone boolean not null,
  words text,
  after jsonb,                          -- { file, point, metres, why }
  primary key (county, hazard, id),
  foreign key (county, hazard) references hazards.hazard (county, id) on delete cascade
);

create table hazards.setting (
  county integer not null primary key,
  value jsonb not null
);

alter table hazards.hazard enable row level security;
create policy inside on hazards.hazard to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area))
  with check (county = kernel.county() and left(area, 6) = county::text and kernel.in_scope(area));
-- What hangs on a hazard is seen by whoever sees the hazard: the inner select is subject to the policy above.
alter table hazards.notice enable row level security;
create policy visible on hazards.notice to doorstep_app
  using (county = kernel.county() and exists (select from hazards.hazard h where h.county = notice.county and h.id = notice.hazard))
  with check (county = kernel.county());
alter table hazards.recheck enable row level security;
create policy visible on hazards.recheck to doorstep_app
  using (county = kernel.county() and exists (select from hazards.hazard h where h.county = recheck.county and h.id = recheck.hazard))
  with check (county = kernel.county());
alter table hazards.setting enable row level security;
create policy inside on hazards.setting to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and kernel.in_scope(county::text));
