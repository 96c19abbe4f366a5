-- A station looks among its own: each pair of characters is in the index a second time together with the station, so that a
-- search there walks lists of that station alone. Made by the index; the rows stay as they are.
drop index matters.matter_grams;
create function matters.search_keys(grams text[], township text) returns text[]
  language sql immutable parallel safe as $$
  select grams || array(select gram || township from unnest(grams) gram where char_length(gram) = 2) $$;
create index matter_search on matters.matter using gin (matters.search_keys(grams, township));

-- The sum keeps the indexes of the time out of it: nothing is known of these keys, and the planner would walk all of the past
-- to narrow what is little already. Nor are helpers called for so little.
create or replace function matters.find_words(in_county integer, every text[], one_of text[], patterns text[], before timestamptz, before_id uuid,
  wanted integer) returns table (id uuid, reported_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_catalog
  set enable_seqscan = off set enable_indexscan = off set plan_cache_mode = force_generic_plan
  set max_parallel_workers_per_gather = 0 as $$
begin
  if one_of is null then
    return query select m.id, m.reported_at from matters.matter m
    where m.county = in_county and in_county = kernel.county() and matters.search_keys(m.grams, m.township) @> every
      and (m.reported_at + interval '0', m.id) < (before, before_id)
      and (m.code || ' ' || m.description || ' ' || coalesce(m.place, '')) ilike all (patterns)
      and (kernel.in_scope(m.area) or m.reporter = kernel.own() or kernel.asked() = any (m.helpers) or kernel.in_unit(m.area, m.unit))
    order by m.reported_at desc, m.id desc limit wanted;
  else
    return query select m.id, m.reported_at from matters.matter m
    where m.county = in_county and in_county = kernel.county() and matters.search_keys(m.grams, m.township) @> every and matters.search_keys(m.grams, m.township) && one_of
      and (m.reported_at + interval '0', m.id) < (before, before_id)
      and (m.code || ' ' || m.description || ' ' || coalesce(m.place, '')) ilike all (patterns)
      and (kernel.in_scope(m.area) or m.reporter = kernel.own() or kernel.asked() = any (m.helpers) or kernel.in_unit(m.area, m.unit))
    order by m.reported_at desc, m.id desc limit wanted;
  end if;
end $$;
