-- Who keeps the whole county's order lets old notices go, and those of an account that is closed.
create policy kept on notices.notice for select to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text));
create policy let_go on notices.notice for delete to doorstep_app using (county = kernel.county() and kernel.in_scope(county::text));
