// title_zh = "同地没有配套阵地的阵地"
// title_en = "venues without a companion"
// about = "Venues of one kind in whose place there is no venue of the other kind asked: service centres without a station unless others are asked. The place of a venue is the community, village or subdistrict that it belongs to. Venues that are closed, and sites that are merely candidates, do not count. Before the first word of a roster on a venue's kind, what it says first counts."
// family = "gaps"
// [parameters.kind]
// required = false
// default = "service_centre"
// meaning_zh = "阵地类别,如 service_centre(党群服务中心)"
// meaning_en = "kind of venue, such as service_centre"
// [parameters.companion]
// required = false
// default = "station"
// meaning_zh = "配套阵地的类别,如 station(工作站)"
// meaning_en = "kind of its companion, such as station"
// [columns]
// venue = { of = "Venue.name", title_zh = "阵地编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "阵地", meaning = "name at the date" }
// opening_state = { of = "Venue.opening_state", title_zh = "开放状态", meaning = "whether the public could use it at the date" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place that it belongs to" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "name of that place" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (v:Venue)
WHERE @node_possible(v) AND coalesce(@value(v.kind), v.kind_values[0]) = $kind
  AND NOT (coalesce(@value(v.opening_state), '') IN ['closed', 'candidate'])
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (c:Venue)-[s:PART_OF|LOCATED_IN]->(p)
WHERE s.role IN ['administrative', 'place'] AND @possible(s) AND @node_possible(c)
  AND coalesce(@value(c.kind), c.kind_values[0]) = $companion
  AND NOT (coalesce(@value(c.opening_state), '') IN ['closed', 'candidate'])
WITH v, p, count(c) AS companions
WHERE companions = 0
RETURN v.id AS venue, @name(v) AS name, @value(v.opening_state) AS opening_state, p.id AS place,
       @name(p) AS place_name, @node_liveness(v) AS liveness
ORDER BY venue
