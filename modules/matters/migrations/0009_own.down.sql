drop view matters.own_matter;
