-- Who people are (identity), where they stand (profile, posting), and how they come in (invitation, codes).
--
-- Identity tables are not sharded by county: a person may move, a user name and a phone number are unique on the whole
-- server, and a session must be found before anybody knows which county it belongs to. On Citus they are reference tables.
-- Their shapes are better-auth's (user, session, account, verification) under our names, see docs/adr/0008.
--
-- The app's role sees identity rows only inside a transaction that says so (`set local doorstep.identity = 'on'`, done by
-- store-identity.ts around single statements), and a signed-in person their own. No context, no rows.

create function people.identifying() returns boolean language sql stable parallel safe
  as $$ select coalesce(nullif(current_setting('doorstep.identity', true), '')::boolean, false) $$;

create table people.account (         -- better-auth: user
  id text primary key,                -- API id, <county>-<uuidv7>; stays when the person moves
  county integer not null,            -- home county now
  name text not null,                 -- staff: real name; residents: the nickname they chose, or nothing
  email text not null unique,         -- better-auth wants one; ours end in .invalid, which no mail server serves
  email_verified boolean not null default false,
  image text,
  username text unique check (username = lower(username)),
  phone_blind text unique,            -- residents sign in with it; staff phones are in their profile
  phone_sealed text,
  state text not null default 'active' check (state in ('invited', 'active', 'suspended')),
  state_reason text,
  elder boolean not null default false,
  language text not null default 'zh-CN' check (language in ('zh-CN', 'en-US')),
  demo boolean not null default false, -- made by the demo seed; a production start refuses such accounts
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index account_demo on people.account (demo) where demo;

create table people.session (         -- better-auth: session
  id text primary key,
  account text not null references people.account on delete cascade,
  token text not null unique,         -- hash of what the cookie holds: a copy of the table opens nothing
  expires_at timestamptz not null,    -- slides while the session is used
  ends_at timestamptz not null default now() + interval '60 days', -- does not slide
  ip_address text check (ip_address = ''), -- better-auth's column; addresses are never kept
  user_agent text,                    -- coarse: browser and system, so that people recognise their own devices
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index session_account on people.session (account, created_at desc);
create index session_expiry on people.session (expires_at);

create table people.credential (      -- better-auth: account (one row per way to sign in)
  id text primary key,
  account text not null references people.account on delete cascade,
  provider text not null,             -- 'credential' is a password
  provider_account text not null,
  password text,                      -- scrypt, better-auth's format
  access_token text,                  -- these six for an agency's OpenID Connect, which better-auth asks for by shape
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (provider, provider_account)
);
create index credential_account on people.credential (account);

create table people.verification (    -- better-auth: verification; here: codes sent to phones
  id text primary key,
  identifier text not null,           -- 'phone <blind index>'
  value text not null,                -- hash of the code
  tries integer not null default 0,
  sealed text,                        -- number and code until the message has been sent
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verification_identifier on people.verification (identifier, created_at desc);

create table people.attempt (         -- wrong passwords, counted for known and unknown user names alike
  key text primary key,
  fails integer not null,
  since timestamptz not null,
  locked_until timestamptz
);

create table people.consent (
  account text not null references people.account on delete cascade,
  kind text not null,                 -- 'privacy'
  version text not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz,
  primary key (account, kind, version)
);

create table people.profile (         -- staff and helpers only; residents have none
  county integer not null,
  account text not null references people.account on delete cascade,
  name text not null,
  initials text collate "C" not null, -- pinyin initials, lower case: 'ztm' finds 张天明
  spelling text collate "C" not null, -- pinyin by syllables, for the order of lists: 'zhang tian ming'
  badge text collate "C",
  phone_sealed text,
  phone_blind text,
  photo uuid,
  duty_visible boolean not null default false, -- shown to the public on the room's page, by post
  duty_text text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (county, account)
);
create unique index profile_badge on people.profile (county, badge) where badge is not null;
create index profile_order on people.profile (county, spelling, account);

create table people.posting (         -- role × area × from/to
  county integer not null,
  id uuid not null,
  account text not null references people.account on delete cascade,
  role text not null,
  area text collate "C" not null,
  unit text,                          -- department of a clerk
  valid_from timestamptz not null,
  valid_to timestamptz,
  created_by text,
  created_at timestamptz not null default now(),
  ended_by text,
  end_reason text,
  primary key (county, id),
  check (valid_to is null or valid_to >= valid_from),
  exclude using gist (county with =, account with =, role with =, area with =, (coalesce(unit, '')) with =,
    tstzrange(valid_from, valid_to) with &&) -- the same post twice at a time is a mistake
);
create index posting_account on people.posting (county, account, valid_from);
create index posting_area on people.posting (county, area, role);

create table people.invitation (      -- also the way back in for somebody who forgot the password
  county integer not null,
  id uuid not null,
  account text not null references people.account on delete cascade,
  secret text not null,               -- hash
  role text not null,                 -- what the person will be, shown before they accept
  area text collate "C" not null,
  unit text,
  created_by text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz,
  primary key (county, id)
);
create index invitation_account on people.invitation (county, account, created_at desc);

alter table people.account enable row level security;
create policy identity on people.account to doorstep_app using (people.identifying()) with check (people.identifying());
create policy own on people.account for select to doorstep_app using (id = kernel.own());
alter table people.session enable row level security;
create policy identity on people.session to doorstep_app using (people.identifying()) with check (people.identifying());
create policy own on people.session for select to doorstep_app using (account = kernel.own());
alter table people.credential enable row level security;
create policy identity on people.credential to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.verification enable row level security;
create policy identity on people.verification to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.attempt enable row level security;
create policy identity on people.attempt to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.consent enable row level security;
create policy identity on people.consent to doorstep_app using (people.identifying()) with check (people.identifying());
create policy own on people.consent for select to doorstep_app using (account = kernel.own());

alter table people.posting enable row level security;
create policy in_scope on people.posting to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
create policy identity on people.posting for select to doorstep_app using (people.identifying()); -- sign-in answers with what the person may do
create policy own on people.posting for select to doorstep_app
  using (county = kernel.county() and account = kernel.own());

-- A profile is seen by whoever sees one of its postings; people without any by those who look after the whole county.
alter table people.profile enable row level security;
create policy in_scope on people.profile to doorstep_app
  using (county = kernel.county() and (kernel.in_scope(county::text) or exists (select from people.posting p
    where p.county = profile.county and p.account = profile.account and kernel.in_scope(p.area))));
create policy own on people.profile for select to doorstep_app
  using (county = kernel.county() and account = kernel.own());

alter table people.invitation enable row level security;
create policy in_scope on people.invitation to doorstep_app
  using (county = kernel.county() and kernel.in_scope(area)) with check (county = kernel.county() and kernel.in_scope(area));
create policy identity on people.invitation to doorstep_app using (people.identifying()) with check (people.identifying());
