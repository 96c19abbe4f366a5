-- Areas are reference data without anybody's personal data: public, the same for everyone (on Citus a reference table).
-- Nothing is deleted: an area that ends is closed and names its heirs, and records keep the code they were written with.
create table areas.area (
  code text collate "C" primary key,
  county integer not null generated always as (case when length(code) >= 6 then left(code, 6)::integer else 0 end) stored,
  level text not null check (level in ('province', 'city', 'county', 'township', 'community', 'grid')),
  name text not null,
  urban_rural text check (urban_rural in ('111', '112', '121', '122', '123', '210', '220')),
  pinyin text[] not null,               -- whole readings, the likeliest first
  initials text[] not null,
  valid_from date not null,
  valid_to date,                        -- first day on which it no longer exists
  superseded_by text[] not null default '{}',
  geometry jsonb,                       -- GeoJSON Polygon or MultiPolygon, WGS-84
  lat double precision,                 -- a point inside the geometry, for labels
  lon double precision,
  version integer not null default 1,
  updated_at timestamptz not null default now(),
  check (superseded_by = '{}' or valid_to is not null),
  check (level = case length(code) when 2 then 'province' when 4 then 'city' when 6 then 'county' when 9 then 'township'
    when 12 then 'community' when 15 then 'grid' end),
  check ((geometry is null) = (lat is null) and (lat is null) = (lon is null))
);
create index area_county on areas.area (county, code);

-- What an area looked like before a change of name or border, until when, and who changed it.
create table areas.revision (
  county integer not null,
  code text collate "C" not null references areas.area,
  version integer not null,
  name text not null,
  urban_rural text,
  geometry jsonb,
  until timestamptz not null,
  changed_by text,
  reason text,
  primary key (county, code, version)
);

-- One row a county. The stamp is new after every change: a server that holds what it computed under a stamp need not ask
-- for more than the stamp. The box says whether a point may be in the county at all.
create table areas.edition (
  county integer primary key,
  stamp uuid not null default gen_random_uuid(),
  changed_at timestamptz not null default now(),
  west double precision,
  south double precision,
  east double precision,
  north double precision
);

-- Everybody may read inside a request, whoever asks; only those who hold the county (or the area) write.
alter table areas.area enable row level security;
create policy readable on areas.area for select to doorstep_app using (kernel.county() is not null);
create policy made on areas.area for insert to doorstep_app with check (
  (county = kernel.county() and kernel.in_scope(code))
  -- province and city of a county are written once, with it
  or (county = 0 and kernel.county()::text ^@ code and kernel.in_scope(kernel.county()::text)));
create policy changed on areas.area for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(code)) with check (county = kernel.county() and kernel.in_scope(code));
alter table areas.revision enable row level security;
create policy readable on areas.revision for select to doorstep_app using (kernel.county() is not null);
create policy made on areas.revision for insert to doorstep_app with check (county = kernel.county() and kernel.in_scope(code));
alter table areas.edition enable row level security;
create policy readable on areas.edition for select to doorstep_app using (kernel.county() is not null);
create policy made on areas.edition for insert to doorstep_app with check (
  county = kernel.county() and kernel.in_scope(county::text));
create policy changed on areas.edition for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county());
