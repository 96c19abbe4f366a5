-- How somebody proves who they are beyond a password: second factor, passkeys, the agency's own sign-in; and how lately.
-- Shaped and placed as the other identity tables: no county, open only within `asIdentity`.

alter table people.session
  add column proven_at timestamptz,   -- when the holder last proved who they are; what is declared fresh looks at it
  add column way text check (way in ('password', 'phoneCode', 'passkey', 'agency')),
  add column strong boolean not null default false, -- opened or proved with a second factor, a passkey or by the agency
  add column agency_sealed text;      -- the agency's id token: its session is ended with it

create table people.totp (
  account text primary key references people.account on delete cascade,
  sealed text not null,               -- the secret, sealed by the vault
  step bigint not null,               -- of the last code that was used: no code opens twice
  confirmed_at timestamptz not null
);

create table people.recovery (        -- ways in without the device that makes the codes, each once
  account text not null references people.account on delete cascade,
  hash text not null,                 -- keyed hash
  used_at timestamptz,
  primary key (account, hash)
);

create table people.passkey (
  id text primary key,
  account text not null references people.account on delete cascade,
  name text not null,                 -- what its owner calls it
  credential text not null unique,    -- the authenticator's id of it, base64url
  public_key text not null,           -- COSE, base64url
  counter bigint not null,
  transports text[] not null,
  backed_up boolean not null,         -- lies in the cloud of its maker
  created_at timestamptz not null,
  used_at timestamptz
);
create index passkey_account on people.passkey (account, created_at);

create table people.ceremony (        -- steps that were begun and wait for their second half, each once and for minutes
  id text primary key,                -- hash of the ticket that the browser holds
  kind text not null,
  account text references people.account on delete cascade,
  session text,                       -- what was begun in one session is not finished in another
  sealed text not null,               -- challenge, secret to be confirmed, state of the agency
  tries integer not null default 0,
  expires_at timestamptz not null,
  created_at timestamptz not null
);
create index ceremony_expiry on people.ceremony (expires_at);

create table people.policy (          -- what a county asks of its staff; no row: what the rules say
  county integer primary key,
  second_factor_roles text[] not null,
  lately_minutes integer not null check (lately_minutes between 10 and 720),
  changed_by text not null,
  changed_at timestamptz not null
);

alter table people.totp enable row level security;
create policy identity on people.totp to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.recovery enable row level security;
create policy identity on people.recovery to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.passkey enable row level security;
create policy identity on people.passkey to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.ceremony enable row level security;
create policy identity on people.ceremony to doorstep_app using (people.identifying()) with check (people.identifying());
alter table people.policy enable row level security;
create policy identity on people.policy for select to doorstep_app using (people.identifying());
create policy in_scope on people.policy to doorstep_app
  using (county = kernel.county() and kernel.in_scope(county::text))
  with check (county = kernel.county() and kernel.in_scope(county::text));

alter table people.attempt add column account text; -- where the name is somebody's: who may unlock it sees it
