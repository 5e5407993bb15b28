// title_zh = "党组织的层级"
// title_en = "levels above each organisation"
// about = "How many superiors each party organisation of the scope has up to the top of its chain at the date, and which organisation that is. An organisation without a superior is its own top, with none above."
// family = "figures"
// [parameters.kind]
// required = false
// meaning_zh = "组织类别的代码,如 branch;不填为全部"
// meaning_en = "code of a kind of organisation, such as branch; all if empty"
// [columns]
// organisation = { of = "PartyOrganization.name", title_zh = "党组织编号", meaning = "id of the organisation" }
// name = { of = "PartyOrganization.name", title_zh = "党组织", meaning = "its name" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its own place, else that of its building" }
// above = { kind = "integer", people = false, title_zh = "上级层数", meaning = "superiors between it and the top, the top included; at most eight are followed" }
// superiors = { kind = "texts", people = false, title_zh = "上级党组织", meaning = "names of the superiors, the next one first" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the organisation itself is live or uncertain at the date" }
MATCH (o:PartyOrganization)
WHERE @node_possible(o) AND ($kind IS NULL OR coalesce(@value(o.kind), o.kind_values[0]) = $kind)
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, p, r ORDER BY @liveness(r), p.id
WITH o, head(collect(p)) AS own
OPTIONAL MATCH (o)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH o, own, q, s ORDER BY @liveness(s), q.id
WITH o, own, head(collect(q)) AS housed
WITH o, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH path = (o)-[:SUBORDINATE_TO*1..8]->(s:PartyOrganization)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH o, p, s, length(path) AS height ORDER BY height, s.id
WITH o, p, max(height) AS above, collect(@name(s)) AS superiors
RETURN o.id AS organisation, @name(o) AS name, coalesce(@value(o.kind), o.kind_values[0]) AS kind,
       @name(p) AS place_name, coalesce(above, 0) AS above, superiors AS superiors, @node_liveness(o) AS liveness
ORDER BY organisation
