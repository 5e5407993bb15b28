// title_zh = "单位与所在楼栋"
// title_en = "tenancies"
// about = "Which unit has premises in which building at the date; with its staff there for stewards."
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// unit_name = { of = "Unit.name", title_zh = "单位", meaning = "name of the unit" }
// building = { of = "Building.name", title_zh = "楼栋编号", meaning = "id of the building" }
// building_name = { of = "Building.name", title_zh = "楼栋", meaning = "name of the building" }
// floor = { of = "LOCATED_IN.floor", title_zh = "楼层", meaning = "floor or room as written" }
// staff = { of = "LOCATED_IN.staff", roles = ["steward"], title_zh = "在楼人数", meaning = "staff of the unit in the building" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (u:Unit)-[t:LOCATED_IN]->(b:Building)
WHERE @possible(t) AND @node_possible(u) AND @node_possible(b)
OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH u, t, b, p, r ORDER BY @liveness(r), p.id
WITH u, t, b, head(collect(p.id)) AS place
OPTIONAL MATCH (b)-[s:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(s)
WITH u, t, b, place, k, s ORDER BY @liveness(s), k.id
WITH u, t, b, place, head(collect(k.id)) AS compound
WHERE $whole OR place IN $places OR compound IN $compounds
RETURN u.id AS unit, @name(u) AS unit_name, b.id AS building, @name(b) AS building_name,
       @value(t.floor) AS floor, @value(t.staff) AS staff, @liveness(t) AS liveness
ORDER BY unit, building, liveness, floor
