drop index matters.matter_settled;
drop function matters.find_words(integer, text[], text[], text[], timestamptz, uuid, integer);
create function matters.find_words(wanted_grams text[], patterns text[], wanted integer) returns setof uuid
  language sql stable security definer set search_path = public, pg_catalog as $$
  select id from matters.matter
  where county = kernel.county() and grams @> wanted_grams and (code || ' ' || description || ' ' || coalesce(place, '')) ilike all (patterns)
    and (kernel.in_scope(area) or reporter = kernel.own() or kernel.asked() = any (helpers) or kernel.in_unit(area, unit))
  order by reported_at desc limit wanted $$;
revoke execute on function matters.find_words(text[], text[], integer) from public;
grant execute on function matters.find_words(text[], text[], integer) to doorstep_app;
update matters.matter set grams = array(select g from unnest(grams) g where length(g) <= 2 or (g !~ '^[#~]' and g <> '@' || left(area, 6)));
