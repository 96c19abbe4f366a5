drop policy kept on notices.notice;
drop policy let_go on notices.notice;
