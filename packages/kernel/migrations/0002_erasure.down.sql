drop function kernel.cut_audit(timestamptz);
alter table kernel.audit_head drop column base_seq, drop column base_hash;
alter table kernel.idempotency drop column account, drop column subject;
