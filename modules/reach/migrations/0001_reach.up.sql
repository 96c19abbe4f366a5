-- How a notice leaves the screen: what people chose, where it may be sent, and every single sending until it is done.
create table reach.choice (             -- without a row the defaults of rules.ts hold
  county integer not null,
  account text not null,
  push text[] not null,                 -- kinds of notices
  sms text[] not null,
  quiet boolean not null,
  quiet_from text not null,             -- HH:MM in the county's zone
  quiet_to text not null,
  changed_at timestamptz not null,
  primary key (county, account)
);

create table reach.device (             -- a browser that asked for push messages
  county integer not null,
  id uuid not null,
  account text not null,
  client text not null,
  endpoint text not null,               -- blind hash: one row per browser, whoever uses it
  sealed text not null,                 -- address and keys: whoever has them can write to the browser
  language text not null,
  name text not null,                   -- what the browser calls itself, for its owner
  made_at timestamptz not null,
  reached_at timestamptz,
  primary key (county, id)
);
create unique index device_endpoint on reach.device (county, endpoint);
create index device_of on reach.device (county, account);

create table reach.robot (              -- of a chat group of WeCom, DingTalk or Feishu
  county integer not null,
  id uuid not null,
  area text collate "C" not null,
  unit text,
  vendor text not null check (vendor in ('wecom', 'dingtalk', 'feishu')),
  name text not null,
  kinds text[] not null,
  language text not null,
  sealed text not null,                 -- webhook address and secret: whoever has them can write into the group
  address text not null,                -- blind hash: rate limits count for the webhook, however many robots share it
  enabled boolean not null,
  version integer not null default 1,
  made_by text,
  made_at timestamptz not null,
  reached_at timestamptz,
  primary key (county, id)
);
create index robot_area on reach.robot (county, area, id);

create table reach.bucket (             -- what a webhook may still be given, shared by all processes
  county integer not null,
  address text not null,
  tokens double precision not null,
  at timestamptz not null,
  closed_until timestamptz,             -- the vendor said: not now
  primary key (county, address)
);

create table reach.delivery (           -- one notice to one end; what says it stands in words and data: codes, nothing of persons
  county integer not null,
  id uuid not null,
  event uuid not null,
  channel text not null check (channel in ('push', 'sms', 'wecom', 'dingtalk', 'feishu')),
  endpoint text not null,               -- device, account or robot
  account text,
  area text collate "C" not null,
  words text not null,
  data jsonb not null default '{}',
  subject text not null,
  kind text not null,
  urgent boolean not null,
  state text not null check (state in ('waiting', 'sending', 'sent', 'doubtful', 'dead', 'dropped')),
  attempts integer not null default 0,
  due_at timestamptz,                   -- waiting: when; sending: until when the lease holds; else null
  lease uuid,
  trouble text,                         -- code of what went wrong last
  answer text,                          -- what the other side said, without addresses
  made_at timestamptz not null,
  asked_at timestamptz not null,        -- made, or asked for again by a person: from here its age counts
  tried_at timestamptz,
  done_at timestamptz,
  done_by text,                         -- who resent or dropped it
  reason text,
  primary key (county, id)
);
create unique index delivery_once on reach.delivery (county, event, endpoint, channel);
create index delivery_due on reach.delivery (due_at, county) where due_at is not null;
create index delivery_endpoint on reach.delivery (county, endpoint) where state = 'sending';
create index delivery_newest on reach.delivery (county, made_at desc, id desc);
create index delivery_stuck on reach.delivery (county, made_at desc, id desc) where state in ('doubtful', 'dead');
create index delivery_account on reach.delivery (county, account) where account is not null;

alter table reach.choice enable row level security;
create policy mine on reach.choice to doorstep_app using (county = kernel.county() and account = kernel.own());
create policy sender on reach.choice to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text));
alter table reach.device enable row level security;
create policy mine on reach.device to doorstep_app using (county = kernel.county() and account = kernel.own());
create policy sender on reach.device to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text));
alter table reach.robot enable row level security;
create policy in_area on reach.robot to doorstep_app using (county = kernel.county() and kernel.in_scope(area));
alter table reach.bucket enable row level security;
create policy sender on reach.bucket to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text));
alter table reach.delivery enable row level security;
create policy in_area on reach.delivery to doorstep_app using (county = kernel.county() and kernel.in_scope(area));
create policy mine on reach.delivery to doorstep_app using (county = kernel.county() and account = kernel.own());
