-- Whose answer it is and what it is about, so that erasing a person reaches the answers that are kept for repeats.
alter table kernel.idempotency add column account text, add column subject text;
create index idempotency_account on kernel.idempotency (county, account) where account is not null;
create index idempotency_subject on kernel.idempotency (county, subject) where subject is not null;

-- The audit log is kept for three years. What is older goes from the front of the chain; the head remembers where it begins.
alter table kernel.audit_head add column base_seq bigint not null default 0, add column base_hash text not null default '';

-- The app's role may not delete audit rows; this function may, oldest first, never one of the last three years, and only
-- for somebody who sees the whole county.
create function kernel.cut_audit(before timestamptz) returns bigint
  language plpgsql security definer set search_path = kernel, pg_catalog as $$
declare
  until timestamptz := least(before, now() - interval '1095 days');
  first_kept bigint;
  cut bigint;
  n bigint;
begin
  if not coalesce(kernel.in_scope(kernel.county()::text), false) then return 0; end if;
  perform 1 from kernel.audit_head where county = kernel.county() for update;
  select min(seq) into first_kept from kernel.audit where county = kernel.county() and seq is not null and at >= until;
  select max(seq) into cut from kernel.audit where county = kernel.county() and seq < coalesce(first_kept, 9223372036854775807);
  if cut is null then return 0; end if;
  update kernel.audit_head h set base_seq = cut, base_hash = a.hash
    from kernel.audit a where h.county = kernel.county() and a.county = h.county and a.seq = cut;
  delete from kernel.audit where county = kernel.county() and seq <= cut;
  get diagnostics n = row_count;
  return n;
end $$;
revoke execute on function kernel.cut_audit(timestamptz) from public;
grant execute on function kernel.cut_audit(timestamptz) to doorstep_app;
