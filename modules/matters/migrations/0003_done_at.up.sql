-- Done without a signal: when it was done. `at` stays when it reached us, and orders the log.
alter table matters.step add column done_at timestamptz;
