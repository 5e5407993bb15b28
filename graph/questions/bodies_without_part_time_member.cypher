// title_zh = "没有兼职委员的统筹协调机构"
// title_en = "standing bodies without a part-time member"
// about = "Coordinating bodies that at the date have neither a unit or organisation as part-time member nor a post of part-time member that is held."
// family = "gaps"
// [columns]
// body = { of = "CoordinatingBody.name", title_zh = "机构编号", meaning = "id of the body" }
// name = { of = "CoordinatingBody.name", title_zh = "机构", meaning = "its name" }
// kind = { of = "CoordinatingBody.kind", title_zh = "机构类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "统筹地点", meaning = "place that it coordinates, else where it is" }
// members = { kind = "integer", people = false, title_zh = "其他成员数", meaning = "units and organisations that are members in another seat" }
// vacant = { kind = "integer", people = false, title_zh = "空缺的兼职委员岗位数", meaning = "posts of part-time member that a roster states to be vacant" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the body itself is live or uncertain at the date" }
MATCH (b:CoordinatingBody)
WHERE @node_possible(b) AND NOT EXISTS { MATCH ()-[t:MEMBER_OF {role: 'part_time'}]->(b) WHERE @possible(t) }
OPTIONAL MATCH (s:Post)-[k:SEAT_IN]->(b)
WHERE @possible(k) AND @node_possible(s) AND coalesce(@value(s.kind), s.kind_values[0]) = 'part_time_member'
WITH b, count(DISTINCT CASE WHEN coalesce(@value(s.filled), true) THEN s.id END) AS held,
     count(DISTINCT CASE WHEN @value(s.filled) = false THEN s.id END) AS vacant
WHERE held = 0
OPTIONAL MATCH (b)-[r:GOVERNS|LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH b, vacant, p, r ORDER BY type(r), @liveness(r), p.id
WITH b, vacant, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (m)-[t:MEMBER_OF]->(b)
WHERE @possible(t)
WITH b, vacant, p, count(DISTINCT m) AS members
RETURN b.id AS body, @name(b) AS name, @value(b.kind) AS kind, @name(p) AS place_name, members AS members,
       vacant AS vacant, @node_liveness(b) AS liveness
ORDER BY body
