drop table levels.setting;
drop table levels.objection;
drop table levels.change;
drop table levels.level;
