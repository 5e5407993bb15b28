// title_zh = "提供阵地的单位"
// title_en = "units that provide venues"
// about = "Which units put venues of the scope at the places' disposal at the date: in how many places, how many venues, and how much floor area. A venue that several units provide counts in full for each."
// family = "figures"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "its name" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// places = { kind = "integer", people = false, title_zh = "地点数", meaning = "communities or other places in which these venues are" }
// place_names = { kind = "texts", people = false, title_zh = "地点", meaning = "names of these places" }
// venues = { kind = "integer", people = false, title_zh = "阵地数", meaning = "venues that the unit provides" }
// area_m2 = { kind = "number", people = false, title_zh = "提供面积", meaning = "floor area provided, m²: as the tie says, else that of the venue; null where none is known" }
// without_area = { kind = "integer", people = false, title_zh = "未填面积的阵地数", meaning = "venues of which no area is known and which are not in the sum" }
MATCH (u:Unit)-[t:PROVIDES]->(v:Venue)
WHERE @possible(t) AND @node_possible(u) AND @node_possible(v)
WITH u, v, max(coalesce(@value(t.area_m2), @value(v.area_m2))) AS area
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH u, v, area, p, r ORDER BY @liveness(r), p.id
WITH u, v, area, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
WITH u, v, area, p ORDER BY p.id
WITH u, count(DISTINCT p.id) AS places, collect(DISTINCT @name(p)) AS place_names, count(v) AS venues,
     sum(area) AS area, sum(CASE WHEN area IS NULL THEN 1 ELSE 0 END) AS without_area
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, places AS places, place_names AS place_names,
       venues AS venues, CASE WHEN without_area < venues THEN area END AS area_m2, without_area AS without_area
ORDER BY unit
