// title_zh = "各社区共建协议与签约单位"
// title_en = "agreements and their units by community"
// about = "How many units are party to agreements in force for each community at the date, beside how many units of that kind are located there. Units reached only through an association that signed are counted apart; a community without an agreement has zeros."
// family = "figures"
// [parameters.kind]
// required = false
// meaning_zh = "单位性质类别的代码,如 merchant;不填为全部"
// meaning_en = "code of a kind of unit, such as merchant; all if empty"
// [columns]
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its name" }
// agreements = { kind = "integer", people = false, title_zh = "协议数", meaning = "agreements in force for the community, whoever their parties are" }
// units = { kind = "integer", people = false, title_zh = "签约单位数", meaning = "units of the kind that are party to one of them" }
// through_associations = { kind = "integer", people = false, title_zh = "经联合体签约的单位数", meaning = "units of the kind that are no party themselves but members of an association that is" }
// cohorts = { kind = "texts", people = false, title_zh = "签约群体", meaning = "parties that a source counts without naming them" }
// units_there = { kind = "integer", people = false, title_zh = "本地单位数", meaning = "units of the kind located in the community, whether or not they signed" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) IN ['community', 'village']
  AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(a:Agreement)
WHERE a.signed_on <= $as_of AND (a.ends_on IS NULL OR a.ends_on >= $as_of)
WITH p, collect(DISTINCT a.id) AS agreements
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(a:Agreement)<-[:PARTY_TO]-(x)
WHERE a.id IN agreements AND (x:Cohort OR (x:Unit AND ($kind IS NULL OR @value(x.kind) = $kind)))
WITH DISTINCT p, agreements, x ORDER BY x.id
WITH p, agreements, collect(CASE WHEN x:Unit THEN x.id END) AS units,
     collect(CASE WHEN x:Cohort THEN @name(x) END) AS cohorts
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(a:Agreement)<-[:PARTY_TO]-(:Association)<-[m:MEMBER_OF]-(u:Unit)
WHERE a.id IN agreements AND @possible(m) AND ($kind IS NULL OR @value(u.kind) = $kind)
WITH p, agreements, units, cohorts, collect(DISTINCT u.id) AS joined
OPTIONAL MATCH (p)<-[r:LOCATED_IN]-(l:Unit)
WHERE @possible(r) AND @node_possible(l) AND ($kind IS NULL OR @value(l.kind) = $kind)
WITH p, agreements, units, cohorts, joined, collect(DISTINCT l.id) AS own
OPTIONAL MATCH (p)<-[s:PART_OF {role: 'administrative'}]-(:Building)<-[r:LOCATED_IN]-(h:Unit)
WHERE @possible(r) AND @possible(s) AND @node_possible(h) AND ($kind IS NULL OR @value(h.kind) = $kind)
WITH p, agreements, units, cohorts, joined, own, collect(DISTINCT h.id) AS housed
RETURN p.id AS place, @name(p) AS place_name, size(agreements) AS agreements, size(units) AS units,
       size([id IN joined WHERE NOT (id IN units)]) AS through_associations, cohorts AS cohorts,
       size(own) + size([id IN housed WHERE NOT (id IN own)]) AS units_there
ORDER BY place
