// title_zh = "没有党组织运营的阵地"
// title_en = "venues that no party organisation runs"
// about = "Venues that no party organisation runs at the date, with whoever else runs them. Venues that are closed, and sites that are merely candidates, do not count."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "阵地类别的代码,如 micro;不填为全部"
// meaning_en = "code of a kind of venue, such as micro; all if empty"
// [columns]
// venue = { of = "Venue.name", title_zh = "阵地编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "阵地", meaning = "its name" }
// kind = { of = "Venue.kind", title_zh = "类别", meaning = "kind at the date" }
// area_m2 = { of = "Venue.area_m2", title_zh = "面积", meaning = "floor area at the date, m²" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place that it belongs to" }
// operators = { kind = "texts", people = false, title_zh = "运营单位", meaning = "names of the other bodies that run it" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the venue itself is live or uncertain at the date" }
MATCH (v:Venue)
WHERE @node_possible(v) AND NOT (coalesce(@value(v.opening_state), 'open') IN ['closed', 'candidate'])
  AND ($kind IS NULL OR @value(v.kind) = $kind)
  AND NOT EXISTS { MATCH (:PartyOrganization)-[t:OPERATES]->(v) WHERE @possible(t) }
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (o)-[t:OPERATES]->(v)
WHERE @possible(t)
WITH DISTINCT v, p, o ORDER BY o.id
WITH v, p, collect(@name(o)) AS operators
RETURN v.id AS venue, @name(v) AS name, @value(v.kind) AS kind, @value(v.area_m2) AS area_m2,
       @name(p) AS place_name, operators AS operators, @node_liveness(v) AS liveness
ORDER BY venue
