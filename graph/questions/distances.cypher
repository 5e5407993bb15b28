// title_zh = "步行距离"
// title_en = "loaded distances"
// about = "Ways on foot from buildings and places of the scope to venues, as a roster of distances gives them at the date."
// [columns]
// origin = { kind = "text", people = false, title_zh = "起点编号", meaning = "id of the building or place" }
// origin_type = { kind = "text", people = false, title_zh = "起点类别", meaning = "Building or Place" }
// venue = { of = "Venue.name", title_zh = "阵地编号", meaning = "id of the venue" }
// metres = { of = "DISTANCE_TO.metres", title_zh = "距离", meaning = "length of the way at the date, m" }
// method = { of = "DISTANCE_TO.method", title_zh = "取得方式", meaning = "how the length was found" }
// measured_on = { of = "DISTANCE_TO.measured_on", title_zh = "测量日期", meaning = "latest possible day of the measurement" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the roster gives it at the date: live or uncertain" }
MATCH (v:Venue)<-[d:DISTANCE_TO]-(o)
WHERE @possible(d) AND @node_possible(v) AND @node_possible(o)
OPTIONAL MATCH (o)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH v, d, o, p, r ORDER BY @liveness(r), p.id
WITH v, d, o, head(collect(p.id)) AS community
OPTIONAL MATCH (o)-[s:PART_OF {role: 'service'}]->(k:Place)
WHERE @possible(s)
WITH v, d, o, community, k, s ORDER BY @liveness(s), k.id
WITH v, d, o, community, head(collect(k.id)) AS compound
WHERE $whole OR o.id IN $places OR community IN $places OR compound IN $compounds
RETURN o.id AS origin, head(labels(o)) AS origin_type, v.id AS venue, @value(d.metres) AS metres,
       @value(d.method) AS method, @value(d.measured_on) AS measured_on, @liveness(d) AS liveness
ORDER BY origin, venue, liveness, metres, method, measured_on
