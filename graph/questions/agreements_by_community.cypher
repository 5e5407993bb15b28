// title_zh = "各社区共建协议与签约单位"
// title_en = "agreements and their units by community"
// about = "How many units are party to agreements in force for each community at the date, beside how many units of that kind are located there. Units reached only through an association that signed are counted apart; a community without an agreement has zeros."
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
OPTIONAL MATCH (a:Agreement)-[:FOR_PLACE]->(p)
WHERE a.signed_on <= $as_of AND (a.ends_on IS NULL OR a.ends_on >= $as_of)
OPTIONAL MATCH (x)-[:PARTY_TO]->(a)
OPTIONAL MATCH (u:Unit)-[m:MEMBER_OF]->(x)
WHERE x:Association AND @possible(m)
WITH p, collect(DISTINCT a.id) AS agreements,
     collect(DISTINCT CASE WHEN x:Cohort THEN @name(x) END) AS cohorts,
     collect(DISTINCT CASE WHEN x:Unit AND ($kind IS NULL OR @value(x.kind) = $kind) THEN x.id END) AS units,
     collect(DISTINCT CASE WHEN $kind IS NULL OR @value(u.kind) = $kind THEN u.id END) AS joined
OPTIONAL MATCH (l:Unit)-[r:LOCATED_IN]->(p)
WHERE @possible(r) AND @node_possible(l) AND ($kind IS NULL OR @value(l.kind) = $kind)
WITH p, agreements, cohorts, units, joined, collect(DISTINCT l.id) AS own
OPTIONAL MATCH (h:Unit)-[r:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(p)
WHERE @possible(r) AND @possible(s) AND @node_possible(h) AND ($kind IS NULL OR @value(h.kind) = $kind)
  AND NOT (h.id IN own)
WITH p, agreements, cohorts, units, joined, own, collect(DISTINCT h.id) AS housed
RETURN p.id AS place, @name(p) AS place_name, size(agreements) AS agreements, size(units) AS units,
       size([id IN joined WHERE NOT (id IN units)]) AS through_associations, cohorts AS cohorts,
       size(own) + size(housed) AS units_there
ORDER BY place
