-- What other modules' policies may ask: is it the asker's own matter, by account or by receipt?
create view matters.own_matter with (security_invoker = true) as
  select county, id from matters.matter
  where county = kernel.county() and (reporter = kernel.own() or receipt_hash = kernel.receipt());
