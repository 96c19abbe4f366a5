drop table findings.setting;
drop table findings.proposal;
drop table findings.sign;
drop table findings.call;
