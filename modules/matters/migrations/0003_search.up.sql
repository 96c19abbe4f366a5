-- A search walks back through time, span by span: the county, the month, the year and the department are keys of the words'
-- index too, so that what a common word costs does not grow with the history behind it (rules-search.ts).
drop index matters.matter_grams;
update matters.matter set grams = array(select distinct unnest(grams || array['@' || left(area, 6), '@' || left(area, 9),
  '@' || left(area, 12), '#' || to_char(reported_at at time zone 'UTC', 'YYYY-MM'), '#' || to_char(reported_at at time zone 'UTC', 'YYYY')]
  || case when unit is null then '{}'::text[] else array['~' || unit] end));
create index matter_grams on matters.matter using gin (grams);
-- The board of a station shows what is settled and still visited, not what every station of the county has settled.
create index matter_settled on matters.matter (county, township, state, queue_at, id) where state in ('resolved', 'followUp');

drop function matters.find_words(text[], text[], integer);
-- Operators of words and arrays are not leakproof, so under row-level security they would scan. This looks with the owner's
-- eyes through the index and hands out only ids that the asker's context may see: those with every one of the first keys and,
-- where given, one of the second, before a place in the newest-first order. Always by the index of words, whatever the
-- planner believes of them: how often a pair occurs says little of how often two occur together.
create function matters.find_words(in_county integer, every text[], one_of text[], patterns text[], before timestamptz, before_id uuid,
  wanted integer) returns table (id uuid, reported_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_catalog
  set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan as $$
begin
  if one_of is null then
    return query select m.id, m.reported_at from matters.matter m
    where m.county = in_county and in_county = kernel.county() and m.grams @> every
      and (m.reported_at, m.id) < (before, before_id)
      and (m.code || ' ' || m.description || ' ' || coalesce(m.place, '')) ilike all (patterns)
      and (kernel.in_scope(m.area) or m.reporter = kernel.own() or kernel.asked() = any (m.helpers) or kernel.in_unit(m.area, m.unit))
    order by m.reported_at desc, m.id desc limit wanted;
  else
    return query select m.id, m.reported_at from matters.matter m
    where m.county = in_county and in_county = kernel.county() and m.grams @> every and m.grams && one_of
      and (m.reported_at, m.id) < (before, before_id)
      and (m.code || ' ' || m.description || ' ' || coalesce(m.place, '')) ilike all (patterns)
      and (kernel.in_scope(m.area) or m.reporter = kernel.own() or kernel.asked() = any (m.helpers) or kernel.in_unit(m.area, m.unit))
    order by m.reported_at desc, m.id desc limit wanted;
  end if;
end $$;
revoke execute on function matters.find_words(integer, text[], text[], text[], timestamptz, uuid, integer) from public;
grant execute on function matters.find_words(integer, text[], text[], text[], timestamptz, uuid, integer) to doorstep_app;
