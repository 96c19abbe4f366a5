-- Online police rooms, their notices, and the contact boards that lead to them.

create table rooms.room (
  county integer not null,
  id uuid not null,
  area text collate "C" not null check (length(area) = 12),
  name text not null,
  address text not null,
  lat double precision,
  lon double precision,
  phone text,                         -- of the room
  station_phone text,                 -- of the station, day and night
  supervision_phone text,             -- where people may complain about the room itself
  hours jsonb not null default '[]',  -- rules-hours.ts
  about text,
  services text[] not null default '{}',
  photo uuid,
  state text not null default 'open' check (state in ('open', 'closed')),
  closed_reason text,
  search text not null,               -- name, pinyin, initials and code, for the public search
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by text,
  primary key (county, id)
);
-- One room per community at a time; a closed one stays for the record.
create unique index room_area on rooms.room (county, area) where state = 'open';
create index room_order on rooms.room (county, area, id);

create table rooms.notice (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  title text not null,
  body text not null,
  from_day date not null,
  to_day date,
  author text not null,
  created_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (county, id)
);
create index notice_current on rooms.notice (county, area, from_day desc, id desc) where withdrawn_at is null;

create table rooms.board (
  county integer not null,
  id uuid not null,
  number integer not null,            -- within the county, printed on the board: people say it over the phone
  token text not null,                -- what its QR code holds, signed when the board was planned
  area text collate "C" not null,     -- grid, or community where there are no grids
  place text not null,
  kind text not null,                 -- kind of place
  lat double precision,
  lon double precision,
  format text not null check (format in ('a4', 'a5')),
  state text not null,
  reason text,                        -- of the last change that has one
  printed_version text,               -- hash of what the last printed sheet says
  printed_at timestamptz,
  posted_version text,                -- hash of what hangs there
  posted_at timestamptz,
  posted_by text,
  photo uuid,
  photo_at timestamptz,
  checked_at timestamptz,
  checked_by text,
  removed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (county, id)
);
create unique index board_number on rooms.board (county, number);
create unique index board_token on rooms.board (county, token);
create index board_area on rooms.board (county, area, number);
create index board_state on rooms.board (county, state, area);
create index board_near on rooms.board using gist (ll_to_earth(lat, lon)) where lat is not null and removed_at is null;

-- How often a board was scanned on a day. Who, with what and from where is not asked and not kept.
create table rooms.scan (
  county integer not null,
  board uuid not null,
  day date not null,
  count integer not null default 0,
  primary key (county, board, day),
  foreign key (county, board) references rooms.board (county, id) on delete cascade
);

create table rooms.print (            -- one order of sheets: which boards, on which paper
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  boards uuid[] not null,
  format text not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (county, id)
);

-- When a matter of a room was reported, accepted and closed: enough for the room's figures, nothing of its content.
create table rooms.answer (
  county integer not null,
  matter uuid not null,
  area text collate "C" not null,
  reported_at timestamptz not null,
  accepted_at timestamptz,
  closed_at timestamptz,
  rating smallint,
  primary key (county, matter)
);
create index answer_area on rooms.answer (county, area, reported_at);

alter table rooms.room enable row level security;
create policy public_reading on rooms.room for select to doorstep_app using (county = kernel.county());
create policy kept on rooms.room for insert to doorstep_app with check (county = kernel.county() and kernel.in_scope(area));
create policy changed on rooms.room for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
alter table rooms.notice enable row level security;
create policy public_reading on rooms.notice for select to doorstep_app using (county = kernel.county());
create policy kept on rooms.notice for insert to doorstep_app with check (county = kernel.county() and kernel.in_scope(area));
create policy changed on rooms.notice for update to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
alter table rooms.board enable row level security;
create policy in_scope on rooms.board to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
alter table rooms.scan enable row level security;
create policy with_board on rooms.scan to doorstep_app using (county = kernel.county() and exists (
  select from rooms.board b where b.county = scan.county and b.id = scan.board)) with check (county = kernel.county());
alter table rooms.print enable row level security;
create policy in_scope on rooms.print to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
alter table rooms.answer enable row level security;
create policy in_scope on rooms.answer to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
