drop table hazards.setting;
drop table hazards.recheck;
drop table hazards.notice;
drop table hazards.hazard;
