drop table matters.access;
drop index matters.matter_kept, matters.matter_erase_asked;
alter table matters.matter drop column erase_asked, drop column erased_at, drop column emptied_at, drop column minor, drop column guardian;
