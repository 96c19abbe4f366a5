drop table rooms.answer, rooms.print, rooms.scan, rooms.board, rooms.notice, rooms.room;
