-- Codes are looked for by their first signs: under row-level security only comparisons may use an index, and these want one order.
drop index disputes.dispute_code;
alter table disputes.dispute alter column code type text collate "C";
create index dispute_code on disputes.dispute (county, code);
-- Only for what is somebody's: else it is taken for the queue of a whole county, and sorted.
drop index disputes.dispute_assignee;
create index dispute_assignee on disputes.dispute (county, assignee, deadline, id) where open and assignee is not null;

-- Asked in this order, nobody looks at parties for staff; and whoever plans a query no longer believes that hardly any file is visible.
alter policy visible on disputes.dispute
  using (county = kernel.county() and case when kernel.in_scope(area) then true else
    exists (select from disputes.party p where p.county = dispute.county and p.dispute = dispute.id
      and p.left_at is null and (p.account = kernel.own() or p.code_hash = kernel.receipt()))
    or exists (select from disputes.mediator m where m.county = dispute.county and m.dispute = dispute.id
      and m.left_at is null and m.account = kernel.asked()) end);
