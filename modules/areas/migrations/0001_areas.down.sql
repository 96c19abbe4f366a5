drop table areas.revision, areas.edition, areas.area;
