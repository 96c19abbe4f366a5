-- What persons agree to has a module of its own. Of these the words were not kept: language and hash stay empty.
insert into consents.consent (county, id, purpose, version, account, way, given_at, withdrawn_at, withdrawn_way)
select left(account, 6)::integer, gen_random_uuid(), 'people.account', version, account, 'screen', given_at, withdrawn_at,
  case when withdrawn_at is not null then 'screen' end
from people.consent old where kind = 'privacy'
  -- after a way back they are there already, words and all
  and not exists (select from consents.consent c where c.county = left(old.account, 6)::integer and c.account = old.account
    and c.purpose = 'people.account' and c.version = old.version);
drop table people.consent;
