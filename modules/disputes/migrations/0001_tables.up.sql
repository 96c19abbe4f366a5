-- The file of a dispute. It has the id of its matter, which keeps what every matter has: deadline, rating, photos, flow log.
-- `county` comes first in every key: it is the shard.
create table disputes.dispute (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  township text collate "C" not null generated always as (left(area, 9)) stored,
  community text collate "C" not null generated always as (left(area, 12)) stored,
  code text not null,                   -- the matter's: one case, one code
  state text not null,
  open boolean not null,
  type text,
  family text,
  class text,                           -- simple, general, complex: the limit it has
  way text,                             -- people, police, joint, admin
  tier text,                            -- village, town, county: where it is settled
  people_count integer,
  amount_cents bigint,
  happened_on date,
  place text,
  facts text,                           -- sealed
  police jsonb,                         -- what decides whether police may mediate it: act, exclusions, reportAt
  assignee text,                        -- mirror of the matter's, as is the deadline
  deadline timestamptz,
  colour text,                          -- mirror of the matter's level, of nobody's else
  minor boolean not null default false, -- a party is under 18
  opened_at timestamptz not null,
  registered_at timestamptz,
  outcome text,
  result text,                          -- sealed
  settled_at timestamptz,
  closed_at timestamptz,
  breaches integer not null default 0,
  round integer not null default 0,     -- how often it was opened again
  sealed boolean not null default false, -- a police mediation that was kept: its file is shut (Public Security Penalty Law, art. 136)
  updated_at timestamptz not null,
  primary key (county, id)
);
create index dispute_newest on disputes.dispute (county, opened_at desc, id desc);
create index dispute_newest_station on disputes.dispute (county, township, opened_at desc, id desc);
create index dispute_newest_community on disputes.dispute (county, community, opened_at desc, id desc);
create index dispute_state on disputes.dispute (county, state, opened_at desc, id desc);
create index dispute_state_station on disputes.dispute (county, township, state, opened_at desc, id desc);
create index dispute_type on disputes.dispute (county, type, opened_at desc, id desc);
create index dispute_type_station on disputes.dispute (county, township, type, opened_at desc, id desc);
create index dispute_colour on disputes.dispute (county, colour, opened_at desc, id desc) where colour is not null;
create index dispute_due on disputes.dispute (county, deadline, id) where open and deadline is not null;
create index dispute_due_station on disputes.dispute (county, township, deadline, id) where open and deadline is not null;
create index dispute_due_community on disputes.dispute (county, community, deadline, id) where open and deadline is not null;
create index dispute_assignee on disputes.dispute (county, assignee, deadline, id) where open;
create index dispute_settled on disputes.dispute (county, settled_at) where settled_at is not null;
create index dispute_code on disputes.dispute (county, code text_pattern_ops);

-- Area stands here once more, so that policies need not look at the file, whose own policy looks here.
create table disputes.party (
  county integer not null,
  id uuid not null,
  dispute uuid not null,
  area text collate "C" not null,
  role text not null,
  name text not null,                   -- sealed, as are the next two
  phone text,
  address text,
  is_minor boolean not null default false,
  self_supporting boolean not null default false, -- 16 or 17 and living on their own work
  guardian uuid,                        -- the party who stands for them
  account text,
  code_hash text,                       -- blind hash of the party's own code
  language text,                        -- only where the person says so
  rights_read_at timestamptz,
  rights_how text,
  consent text not null default 'none',
  consent_at timestamptz,
  consent_how text,
  consent_by text,                      -- who noted it, where the party did not say it on a screen of theirs
  added_at timestamptz not null,
  left_at timestamptz,
  primary key (county, id),
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index party_dispute on disputes.party (county, dispute);
create index party_account on disputes.party (county, account, dispute) where account is not null;
create index party_code on disputes.party (county, code_hash, dispute) where code_hash is not null;

create table disputes.mediator (
  county integer not null,
  id uuid not null,
  dispute uuid not null,
  area text collate "C" not null,
  role text not null,
  account text,
  name text not null,                   -- known by post: parties choose whom they accept
  post text,
  organisation text,
  accepted uuid[] not null default '{}', -- by which parties
  added_at timestamptz not null,
  left_at timestamptz,
  primary key (county, id),
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index mediator_dispute on disputes.mediator (county, dispute);
create index mediator_account on disputes.mediator (county, account, dispute) where account is not null;

create table disputes.room (
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  name text not null,
  place text,
  seats integer,
  in_use boolean not null default true,
  primary key (county, id)
);

create table disputes.session (
  county integer not null,
  id uuid not null,
  dispute uuid not null,
  n integer not null,
  state text not null,
  starts timestamptz not null,
  ends timestamptz not null,
  room uuid,
  place text,
  open_to text not null default 'private',
  attended jsonb not null default '[]', -- ids of parties and mediators who came
  record text,                          -- sealed
  outcome text,
  reason text,                          -- why it was moved or cancelled
  held_at timestamptz,
  by_account text,
  updated_at timestamptz not null,
  primary key (county, id),
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade,
  check (starts < ends)
);
create unique index session_number on disputes.session (county, dispute, n);
create index session_when on disputes.session (county, starts, id) where state = 'planned';

-- Who and what is taken by a planned session; gone when it is held or cancelled. No room, mediator or party twice at once.
create table disputes.booking (
  county integer not null,
  session uuid not null,
  kind text not null,
  key text not null,
  during tstzrange not null,
  primary key (county, session, kind, key),
  foreign key (county, session) references disputes.session (county, id) on delete cascade,
  constraint booking_once exclude using gist (county with =, kind with =, key with =, during with &&)
);

create table disputes.agreement (
  county integer not null,
  id uuid not null,
  dispute uuid not null,
  kind text not null,
  state text not null,
  body text,                            -- sealed: items, facts, responsibility, way, term
  file uuid,                            -- the PDF that was signed
  sha256 text,
  drafted_at timestamptz not null,
  drafted_by text,
  effective_at timestamptz,
  ended_at timestamptz,
  primary key (county, id),
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index agreement_dispute on disputes.agreement (county, dispute, drafted_at desc);

create table disputes.instalment (
  county integer not null,
  id uuid not null,
  agreement uuid not null,
  dispute uuid not null,
  n integer not null,
  due date not null,
  amount_cents bigint,
  act text,                             -- sealed: what is to be done, where it is not money
  payer uuid,
  state text not null,
  done_at timestamptz,
  done_by text,
  note text,                            -- sealed
  primary key (county, id),
  foreign key (county, agreement) references disputes.agreement (county, id) on delete cascade,
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index instalment_agreement on disputes.instalment (county, agreement, n);
create index instalment_dispute on disputes.instalment (county, dispute);
create index instalment_due on disputes.instalment (county, due) where state = 'due';

create table disputes.signature (
  county integer not null,
  id uuid not null,
  agreement uuid not null,
  dispute uuid not null,
  party uuid,
  mediator uuid,
  how text not null,
  file uuid,                            -- drawn on a screen, or the photo of the paper
  sha256 text not null,                 -- of what was signed
  at timestamptz not null,
  by_account text,
  primary key (county, id),
  foreign key (county, agreement) references disputes.agreement (county, id) on delete cascade,
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade,
  check ((party is null) <> (mediator is null))
);
create unique index signature_once on disputes.signature (county, agreement, coalesce(party, mediator));
create index signature_dispute on disputes.signature (county, dispute);

create table disputes.confirmation (
  county integer not null,
  id uuid not null,
  dispute uuid not null,
  agreement uuid not null,
  court text not null,
  applied_on date not null,
  accepted_on date,
  ruled_on date,
  result text,
  note text,                            -- sealed
  by_account text,
  primary key (county, id),
  foreign key (county, agreement) references disputes.agreement (county, id) on delete cascade,
  foreign key (county, dispute) references disputes.dispute (county, id) on delete cascade
);
create index confirmation_dispute on disputes.confirmation (county, dispute);

-- What a county has changed in the list of types, and everything else that it may set.
create table disputes.type (
  county integer not null,
  code text not null,
  family text not null,
  name text,                            -- of a type of the county's own; the others have words in the locales
  position integer not null,
  in_use boolean not null default true,
  primary key (county, code)
);
create table disputes.setting (
  county integer not null primary key,
  value jsonb not null
);

alter table disputes.party enable row level security;
create policy visible on disputes.party to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(area) or account = kernel.own() or code_hash = kernel.receipt()))
  with check (county = kernel.county() and left(area, 6) = county::text);
alter table disputes.mediator enable row level security;
create policy visible on disputes.mediator to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(area) or account = kernel.asked()))
  with check (county = kernel.county() and left(area, 6) = county::text);
-- Staff of the place; parties by their account or code and mediators by their account, through their own row.
alter table disputes.dispute enable row level security;
create policy visible on disputes.dispute to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(area)
    or exists (select from disputes.party p where p.county = dispute.county and p.dispute = dispute.id
      and p.left_at is null and (p.account = kernel.own() or p.code_hash = kernel.receipt()))
    or exists (select from disputes.mediator m where m.county = dispute.county and m.dispute = dispute.id
      and m.left_at is null and m.account = kernel.asked())))
  with check (county = kernel.county() and left(area, 6) = county::text);

-- What hangs on a file is seen by whoever sees the file: the inner select is subject to the policy above.
alter table disputes.session enable row level security;
create policy with_dispute on disputes.session to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = session.county and d.id = session.dispute))
  with check (county = kernel.county());
alter table disputes.booking enable row level security;
create policy with_session on disputes.booking to doorstep_app
  using (county = kernel.county() and exists (select from disputes.session s where s.county = booking.county and s.id = booking.session))
  with check (county = kernel.county());
alter table disputes.agreement enable row level security;
create policy with_dispute on disputes.agreement to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = agreement.county and d.id = agreement.dispute))
  with check (county = kernel.county());
alter table disputes.instalment enable row level security;
create policy with_dispute on disputes.instalment to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = instalment.county and d.id = instalment.dispute))
  with check (county = kernel.county());
alter table disputes.signature enable row level security;
create policy with_dispute on disputes.signature to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = signature.county and d.id = signature.dispute))
  with check (county = kernel.county());
alter table disputes.confirmation enable row level security;
create policy with_dispute on disputes.confirmation to doorstep_app
  using (county = kernel.county() and exists (select from disputes.dispute d where d.county = confirmation.county and d.id = confirmation.dispute))
  with check (county = kernel.county());

-- Rooms, types and settings are the county's and say nothing of anybody.
alter table disputes.room enable row level security;
create policy inside on disputes.room to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and left(area, 6) = county::text and kernel.in_scope(area));
alter table disputes.type enable row level security;
create policy inside on disputes.type to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and kernel.in_scope(county::text));
alter table disputes.setting enable row level security;
create policy inside on disputes.setting to doorstep_app
  using (county = kernel.county()) with check (county = kernel.county() and kernel.in_scope(county::text));
