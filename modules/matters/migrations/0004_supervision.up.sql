-- Supervision: every reminder, card and demand of a leader with its answer; every handing on with its lease.
create table matters.card (
  county integer not null,
  id uuid not null,
  matter uuid not null,
  colour text not null,                     -- reminder, yellow, red, press (督办)
  because text,                             -- what the clock found, e.g. handle.yellow; null: a leader
  reason text,                              -- a leader's words
  step uuid not null,                       -- the line of the flow log it stands in
  issued_at timestamptz not null,
  issued_by text,
  told jsonb not null default '[]',         -- [{ account, as, at }]: who heard of it, in which part
  answer_due timestamptz,                   -- null: a reminder wants no answer
  late_told boolean not null default false, -- that nobody answered in time was told
  answered_at timestamptz,
  answered_by text,
  answer_reason text,
  answer_remedy text,
  closed_at timestamptz,
  closed_by text,
  closed_words text,
  primary key (county, id),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);
create index card_open on matters.card (county, issued_at desc, id desc) where closed_at is null;
create index card_newest on matters.card (county, issued_at desc, id desc);
create index card_matter on matters.card (county, matter, issued_at);
create index card_unanswered on matters.card (county, answer_due) where closed_at is null and answered_at is null;

create table matters.handover (
  county integer not null,
  id uuid not null,
  matter uuid not null,
  code text not null,                       -- the matter's: the sender knows it by it, and may not see the matter any more
  way text not null,                        -- assign, department, passOn, posting
  from_account text,                        -- who handed it on
  from_area text collate "C" not null,
  was_assignee text,                        -- who had it in hand before
  to_account text,
  to_unit text,
  to_area text collate "C" not null,
  at timestamptz not null,
  due_at timestamptz not null,              -- until then somebody takes it, or it shows itself
  stuck_at timestamptz,
  ended_at timestamptz,
  ended text,                               -- taken, back, rerouted, over
  ended_by text,
  primary key (county, id),
  foreign key (county, matter) references matters.matter (county, id) on delete cascade
);
create unique index handover_open on matters.handover (county, matter) where ended_at is null;
create index handover_lease on matters.handover (county, due_at, id) where ended_at is null;
create index handover_newest on matters.handover (county, at desc, id desc);
create index handover_matter on matters.handover (county, matter, at);

-- Among staff: the person whose matter it is sees what was done, not who was urged to do it.
alter table matters.card enable row level security;
create policy with_matter on matters.card to doorstep_app using (county = kernel.county() and exists (
  select from matters.matter m where m.county = card.county and m.id = card.matter
    and (kernel.in_scope(m.area) or kernel.in_unit(m.area, m.unit)))) with check (county = kernel.county());
alter table matters.handover enable row level security;
create policy with_sender on matters.handover to doorstep_app using (county = kernel.county() and (
  kernel.in_scope(from_area) or kernel.in_scope(to_area) or kernel.in_unit(to_area, to_unit))) with check (county = kernel.county());

-- Where it was before its area was merged, split or recoded: the history keeps the old code.
alter table matters.matter add column former_area text collate "C";
