drop table notices.notice;
