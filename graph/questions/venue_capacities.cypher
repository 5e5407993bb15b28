// title_zh = "阵地可服务户数"
// title_en = "capacities of venues"
// about = "Every venue of the scope whose roster says how many households it can serve at the date."
// [columns]
// id = { of = "Venue.name", title_zh = "编号", meaning = "id of the venue" }
// capacity_households = { of = "Venue.capacity_households", title_zh = "可服务户数", meaning = "households that it can serve" }
MATCH (v:Venue)
WHERE @node_possible(v)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p.id)) AS place, @value(v.capacity_households) AS capacity
WHERE capacity IS NOT NULL AND ($whole OR place IN $places)
RETURN v.id AS id, capacity AS capacity_households
ORDER BY id
