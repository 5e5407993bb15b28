// title_zh = "联合体与统筹机构的成员"
// title_en = "members of associations and standing bodies"
// about = "Who is a member of which association or coordinating body of the scope at the date, with its sector (界别) and area (片区) there."
// family = "records"
// [columns]
// body = { of = "Association.name", title_zh = "机构编号", meaning = "id of the association or coordinating body" }
// body_name = { of = "Association.name", title_zh = "机构", meaning = "its name" }
// body_type = { kind = "text", people = false, title_zh = "机构类型", meaning = "Association or CoordinatingBody" }
// member = { of = "Unit.name", title_zh = "成员编号", meaning = "id of the member" }
// member_name = { of = "Unit.name", title_zh = "成员", meaning = "its name" }
// seat = { kind = "text", people = false, title_zh = "席位", meaning = "member, chair, deputy or part_time" }
// sectors = { kind = "texts", people = false, title_zh = "界别", meaning = "sectors of the association to which it belongs" }
// areas = { kind = "texts", people = false, title_zh = "片区", meaning = "areas of the association to which it belongs" }
// since = { kind = "day", people = false, title_zh = "加入", meaning = "latest possible day of joining, where a roster states it" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (m)-[t:MEMBER_OF]->(b)
WHERE (b:Association OR b:CoordinatingBody) AND t.role <> 'group' AND @possible(t) AND @node_possible(b)
OPTIONAL MATCH (b)-[:LOCATED_IN|GOVERNS]->(p:Place)
WITH m, t, b, collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
OPTIONAL MATCH (m)-[g:MEMBER_OF]->(s:SubGroup)-[:MEMBER_OF]->(b)
WHERE @possible(g)
WITH m, t, b, s ORDER BY @name(s)
WITH m, t, b, collect({name: @name(s), kind: @value(s.kind)}) AS groups
RETURN b.id AS body, @name(b) AS body_name, head(labels(b)) AS body_type, m.id AS member, @name(m) AS member_name,
       t.role AS seat, [g IN groups WHERE g.kind = 'sector' | g.name] AS sectors,
       [g IN groups WHERE g.kind = 'area' | g.name] AS areas,
       CASE WHEN t.start_stated THEN t.start_latest END AS since, @liveness(t) AS liveness
ORDER BY body, member, seat, liveness
