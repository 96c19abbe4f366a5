alter table rooms.board drop column former_area;
alter table rooms.room drop column former_area;
