create or replace function matters.find_words(in_county integer, every text[], one_of text[], patterns text[], before timestamptz, before_id uuid,
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
drop index matters.matter_search;
create index matter_grams on matters.matter using gin (grams);
drop function matters.search_keys(text[], text);
