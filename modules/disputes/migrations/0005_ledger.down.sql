drop index disputes.dispute_code;
alter table disputes.dispute alter column code type text collate "default";
create index dispute_code on disputes.dispute (county, code text_pattern_ops);
alter policy visible on disputes.dispute
  using (county = kernel.county() and (kernel.in_scope(area)
    or exists (select from disputes.party p where p.county = dispute.county and p.dispute = dispute.id
      and p.left_at is null and (p.account = kernel.own() or p.code_hash = kernel.receipt()))
    or exists (select from disputes.mediator m where m.county = dispute.county and m.dispute = dispute.id
      and m.left_at is null and m.account = kernel.asked())));
drop index disputes.dispute_assignee;
create index dispute_assignee on disputes.dispute (county, assignee, deadline, id) where open;
