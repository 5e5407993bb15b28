// title_zh = "人数统计"
// title_en = "headcounts"
// about = "Counts of people by whom they are of, category and date, up to the date asked. No reader sees the figures here: they leave as released figures only (see gongjian people)."
// roles = ["steward"]
// [columns]
// id = { kind = "text", people = false, title_zh = "编号", meaning = "id of the count" }
// counted = { kind = "text", people = false, title_zh = "统计对象编号", meaning = "id of the body, place or venue" }
// counted_type = { kind = "text", people = false, title_zh = "统计对象类别", meaning = "its node type" }
// place = { of = "Place.name", title_zh = "所在地点编号", meaning = "where it is: the place itself, else its own, else that of its building" }
// category = { of = "Headcount.category", people = true, title_zh = "统计类别", meaning = "whom it counts" }
// day = { of = "Headcount.counted_on", title_zh = "统计日期", meaning = "latest possible day of the count" }
// people = { of = "Headcount.people", title_zh = "人数", meaning = "how many there were" }
MATCH (h:Headcount)-[c:COUNTS]->(x)
WHERE @node_possible(h) AND @node_possible(x) AND h.counted_on <= $as_of
OPTIONAL MATCH (x)-[r:LOCATED_IN|GOVERNS|PART_OF]->(p:Place)
WHERE @possible(r)
WITH h, x, p, r ORDER BY @liveness(r), p.id
WITH h, x, head(collect(p.id)) AS near
OPTIONAL MATCH (x)-[m:LOCATED_IN]->(b:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH h, x, near, q, s ORDER BY @liveness(s), q.id
WITH h, x, near, head(collect(q.id)) AS housed
WITH h, x, CASE WHEN head(labels(x)) = 'Place' THEN x.id ELSE coalesce(near, housed) END AS place
WHERE $whole OR place IN $places
RETURN h.id AS id, x.id AS counted, head(labels(x)) AS counted_type, place AS place, h.category AS category,
       h.counted_on AS day, h.people AS people
ORDER BY counted, category, day, id
