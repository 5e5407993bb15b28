// title_zh = "阵地工作人员"
// title_en = "staff of venues"
// about = "Venues of the scope, of a kind if one is asked, with the last count of their staff up to the date, so that those with too few or too many are seen. Volunteers are not staff. Before the first word of a roster on a venue's kind, what it says first counts. For stewards: so small a count tells of single people."
// family = "figures"
// roles = ["steward"]
// [parameters.kind]
// required = false
// meaning_zh = "阵地类别,如 station(工作站);不填为全部"
// meaning_en = "kind of venue, such as station; all if empty"
// [columns]
// venue = { of = "Venue.name", title_zh = "阵地编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "阵地", meaning = "name at the date" }
// kind = { of = "Venue.kind", title_zh = "类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "name of the place that it belongs to" }
// staff = { of = "Headcount.people", roles = ["steward"], title_zh = "工作人员数", meaning = "staff at the last count; null where nobody counted" }
// counted_on = { of = "Headcount.counted_on", title_zh = "统计日期", meaning = "latest possible day of that count" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (v:Venue)
WHERE @node_possible(v) AND ($kind IS NULL OR coalesce(@value(v.kind), v.kind_values[0]) = $kind)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (h:Headcount)-[:COUNTS]->(v)
WHERE h.category IN ['officers', 'staff'] AND @node_possible(h) AND h.counted_on <= $as_of
WITH v, p, h ORDER BY h.counted_on DESC, h.category, h.id
WITH v, p, head(collect(h)) AS h
RETURN v.id AS venue, @name(v) AS name, coalesce(@value(v.kind), v.kind_values[0]) AS kind, @name(p) AS place_name, h.people AS staff,
       h.counted_on AS counted_on, @node_liveness(v) AS liveness
ORDER BY venue
