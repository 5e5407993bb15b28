// title_zh = "会议出席情况"
// title_en = "meeting attendance"
// about = "Meetings held up to the date, with who called, who came and who was absent. A meeting is in the scope where a body that called it has its place; one without a known place is in the whole graph only."
// family = "figures"
// [columns]
// meeting = { of = "Meeting.name", title_zh = "会议编号", meaning = "id of the meeting" }
// name = { of = "Meeting.name", title_zh = "会议", meaning = "its name" }
// held_on = { of = "Meeting.held_on", title_zh = "日期", meaning = "latest possible day on which it was held" }
// level = { of = "Meeting.level", title_zh = "层级", meaning = "level at which it met" }
// conveners = { kind = "texts", people = false, title_zh = "召集单位", meaning = "names of those who called it" }
// attended = { kind = "texts", people = false, title_zh = "参会单位", meaning = "names of those who came" }
// absent = { kind = "texts", people = false, title_zh = "缺席单位", meaning = "names of those who did not" }
// decisions = { kind = "integer", people = false, title_zh = "议定事项数", meaning = "number of things decided" }
MATCH (m:Meeting)
WHERE m.held_on <= $as_of
OPTIONAL MATCH (m)<-[:TOOK_PART {role: 'convener'}]-(c)-[r:LOCATED_IN|GOVERNS]->(p:Place)
WHERE @possible(r)
WITH m, collect(p.id) AS places
WHERE $whole OR any(place IN places WHERE place IN $places)
OPTIONAL MATCH (m)<-[t:TOOK_PART]-(x)
WITH DISTINCT m, x, t.role AS role ORDER BY x.id, role
WITH m, collect(CASE WHEN role = 'convener' THEN @name(x) END) AS conveners,
     collect(CASE WHEN role = 'attended' THEN @name(x) END) AS attended,
     collect(CASE WHEN role = 'absent' THEN @name(x) END) AS absent
OPTIONAL MATCH (d:Decision)-[:DECIDED_AT]->(m)
WITH m, conveners, attended, absent, count(DISTINCT d) AS decisions
RETURN m.id AS meeting, @name(m) AS name, m.held_on AS held_on, m.level AS level, conveners AS conveners,
       attended AS attended, absent AS absent, decisions AS decisions
ORDER BY held_on, meeting
