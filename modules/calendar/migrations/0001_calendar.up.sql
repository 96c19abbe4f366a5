-- What a county adds to the national calendar and to the limits that the product starts with. No personal data.
create table calendar.day_override (
  county integer not null,
  day date not null,
  kind text not null check (kind in ('holiday', 'workday')),
  name text not null,
  changed_by text,
  changed_at timestamptz not null default now(),
  primary key (county, day)
);

-- Years whose holidays the county has entered completely by hand, so that screens stop warning.
create table calendar.entered_year (
  county integer not null,
  year integer not null,
  changed_by text,
  changed_at timestamptz not null default now(),
  primary key (county, year)
);

create table calendar.limit_override (
  county integer not null,
  code text not null,
  unit text not null check (unit in ('workingDays', 'months', 'days', 'hours', 'minutes', 'seconds')),
  amount numeric not null check (amount > 0),
  reason text not null,
  changed_by text,
  changed_at timestamptz not null default now(),
  primary key (county, code)
);

alter table calendar.day_override enable row level security;
create policy readable on calendar.day_override for select to doorstep_app using (county = kernel.county());
create policy made on calendar.day_override for insert to doorstep_app
  with check (county = kernel.county() and kernel.in_scope(county::text));
create policy changed on calendar.day_override for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county());
create policy removed on calendar.day_override for delete to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text));
alter table calendar.entered_year enable row level security;
create policy readable on calendar.entered_year for select to doorstep_app using (county = kernel.county());
create policy made on calendar.entered_year for insert to doorstep_app
  with check (county = kernel.county() and kernel.in_scope(county::text));
create policy removed on calendar.entered_year for delete to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text));
alter table calendar.limit_override enable row level security;
create policy readable on calendar.limit_override for select to doorstep_app using (county = kernel.county());
create policy made on calendar.limit_override for insert to doorstep_app
  with check (county = kernel.county() and kernel.in_scope(county::text));
create policy changed on calendar.limit_override for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county());
create policy removed on calendar.limit_override for delete to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text));
