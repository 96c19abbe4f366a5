drop table kernel.file, kernel.audit_head, kernel.audit, kernel.effect, kernel.outbox, kernel.idempotency;
drop sequence kernel.event_seq;
drop function kernel.county(), kernel.in_scope(text), kernel.in_unit(text, text), kernel.own(), kernel.asked(), kernel.receipt(), kernel.visiting();
