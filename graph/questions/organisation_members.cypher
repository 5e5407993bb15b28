// title_zh = "党组织的位置、上级和所在单位"
// title_en = "organisations with where they belong and their members"
// about = "Party organisations with place, superior and units at the date. No reader sees the members here: they leave as released figures and bands only (see gongjian people)."
// family = "records"
// roles = ["steward"]
// [columns]
// id = { of = "PartyOrganization.name", title_zh = "编号", meaning = "id of the organisation" }
// name = { of = "PartyOrganization.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "where it is: its own place, else that of its building" }
// superior = { of = "PartyOrganization.name", title_zh = "上级编号", meaning = "id of the organisation above" }
// units = { kind = "texts", people = false, title_zh = "所在单位", meaning = "ids of the units whose organisation it is" }
// members = { of = "PartyOrganization.members", title_zh = "党员数", meaning = "members at the date, as a roster states them" }
MATCH (o:PartyOrganization)
WHERE @node_possible(o)
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, p, r ORDER BY @liveness(r), p.id
WITH o, head(collect(p.id)) AS own
OPTIONAL MATCH (o)-[m:LOCATED_IN]->(b:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH o, own, q, s ORDER BY @liveness(s), q.id
WITH o, own, head(collect(q.id)) AS housed
WITH o, coalesce(own, housed) AS place
WHERE $whole OR place IN $places
OPTIONAL MATCH (o)-[t:SUBORDINATE_TO]->(above:PartyOrganization)
WHERE @possible(t)
WITH o, place, above, t ORDER BY @liveness(t), above.id
WITH o, place, head(collect(above.id)) AS superior
OPTIONAL MATCH (o)-[k:ORGANISATION_OF]->(u:Unit)
WHERE @possible(k) AND @node_possible(u)
WITH o, place, superior, u ORDER BY u.id
WITH o, place, superior, collect(DISTINCT u.id) AS units
RETURN o.id AS id, @name(o) AS name, place AS place, superior AS superior, units AS units, @value(o.members) AS members
ORDER BY id
