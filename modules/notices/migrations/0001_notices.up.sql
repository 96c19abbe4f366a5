-- The inbox: what an account is told, once per event.
create table notices.notice (
  county integer not null,
  id uuid not null,
  account text not null,
  event uuid not null,
  words text not null,                -- locale key; data fills its placeholders: codes and names of places, nothing of persons
  data jsonb not null default '{}',
  subject text not null,              -- what to open
  urgent boolean not null default false,
  at timestamptz not null,
  read_at timestamptz,
  primary key (county, id)
);
create unique index notice_once on notices.notice (county, event, account);
create index notice_inbox on notices.notice (county, account, at desc, id desc);
create index notice_unread on notices.notice (county, account) where read_at is null;

alter table notices.notice enable row level security;
create policy mine on notices.notice to doorstep_app using (county = kernel.county() and account = kernel.own());
create policy arrived on notices.notice for insert to doorstep_app with check (county = kernel.county() and kernel.in_scope(county::text));
