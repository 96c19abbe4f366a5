-- Where a room or a board stood before its area was merged, split or recoded: the record keeps the old code.
alter table rooms.room add column former_area text collate "C";
alter table rooms.board add column former_area text collate "C";
