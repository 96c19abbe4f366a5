-- Ledgers that come in: runs with what was found in their files, and which row became which matter.
create table ledgers.mapping (
  county integer not null,
  id uuid not null,
  name text not null,
  map jsonb not null,
  changed_at timestamptz not null,
  changed_by text,
  primary key (county, id)
);
create unique index mapping_name on ledgers.mapping (county, name);

create table ledgers.run (
  county integer not null,
  id uuid not null,
  file_name text not null,
  bytes bigint not null,
  sha256 text not null,
  state text not null,                      -- received, read, working, done, failed, cancelled
  dry boolean not null default true,
  layout jsonb not null default '{}',       -- where in the file the table stands, where somebody said it
  facts text,                               -- sealed: columns come with examples of what stands in them
  map jsonb,
  fault jsonb,                              -- why the file could not be read: code and data
  rows integer not null default 0,
  position integer not null default 0,      -- the last row that was worked on
  counts jsonb not null default '{}',
  by_command boolean not null default false, -- driven by the command line, not by the server's jobs
  created_at timestamptz not null,
  created_by text,
  started_at timestamptz,
  finished_at timestamptz,
  primary key (county, id)
);
create index run_newest on ledgers.run (county, created_at desc, id desc);

-- The rows of a file on their way, some hundred together and sealed. At the end only rejected ones are left, for their file.
create table ledgers.batch (
  county integer not null,
  run uuid not null,
  last_row integer not null,
  rows text not null,
  primary key (county, run, last_row),
  foreign key (county, run) references ledgers.run (county, id) on delete cascade
);

create table ledgers.problem (
  county integer not null,
  run uuid not null,
  row_number integer not null,              -- 0 for the file
  place integer not null,                   -- of the column from 0, -1 for the whole row
  code text not null,
  severity text not null,
  data jsonb not null default '{}',         -- never what a person is called or called at
  primary key (county, run, row_number, place, code),
  foreign key (county, run) references ledgers.run (county, id) on delete cascade
);
create index problem_rejected on ledgers.problem (county, run, row_number) where severity = 'rejected';

-- Which rows of this run have been met, so that the second of two alike is known.
create table ledgers.seen (
  county integer not null,
  run uuid not null,
  key text collate "C" not null,
  primary key (county, run, key)
);

-- Which row of which source became which matter: a second import finds it here. Keys and contents are keyed hashes.
create table ledgers.imported (
  county integer not null,
  key text collate "C" not null,
  matter uuid not null,
  content text not null,
  left_at timestamptz not null,             -- when the import changed the matter last; a later change is somebody's work
  run uuid not null,
  primary key (county, key)
);

do $$ declare name text; begin
  foreach name in array array['mapping', 'run', 'batch', 'problem', 'seen', 'imported'] loop
    execute format('alter table ledgers.%I enable row level security', name);
    execute format('create policy whole_county on ledgers.%I to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text)) with check (county = kernel.county() and kernel.in_scope(county::text))', name);
  end loop;
end $$;
