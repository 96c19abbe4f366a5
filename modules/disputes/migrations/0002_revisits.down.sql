alter table disputes.dispute drop column revisits;
