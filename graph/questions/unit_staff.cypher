// title_zh = "单位职工数"
// title_en = "staff of units"
// about = "Units of the scope with their staff at the date. No reader sees the figures here: they leave as released figures only (see gongjian people)."
// roles = ["steward"]
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// staff = { of = "Unit.staff", title_zh = "职工数", meaning = "staff of the whole unit; null where not recorded" }
MATCH (u:Unit)
WHERE @node_possible(u)
OPTIONAL MATCH (u)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH u, collect(DISTINCT p.id) + collect(DISTINCT q.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN u.id AS unit, @value(u.staff) AS staff
ORDER BY unit
