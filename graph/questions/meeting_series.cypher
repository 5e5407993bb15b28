// title_zh = "会议制度"
// title_en = "series of meetings"
// about = "Series of meetings that rosters know, with the body that holds them, the agreed cadence and the last meeting by the date; of those whose name contains a word if one is asked. meeting_series_overdue lists those behind their cadence."
// [parameters.word]
// required = false
// meaning_zh = "会议制度名称中的字,如 联席会议;不填为全部"
// meaning_en = "part of the name of the series, such as 联席会议; all if empty"
// [columns]
// id = { of = "MeetingSeries.name", title_zh = "编号", meaning = "id of the series" }
// name = { of = "MeetingSeries.name", title_zh = "会议制度", meaning = "its name" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of a place of a body that holds it; null where it is not known" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// holders = { kind = "texts", people = false, title_zh = "主办单位", meaning = "names of the bodies that hold it" }
// cadence_days = { of = "MeetingSeries.cadence_days", title_zh = "约定频次(天)", meaning = "days within which a meeting is due" }
// last_held_on = { of = "Meeting.held_on", title_zh = "最近一次", meaning = "latest possible day of the last meeting by the date; null if none" }
// evidence = { kind = "texts", people = false, title_zh = "会议编号", meaning = "id of that meeting" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (s:MeetingSeries)
WHERE @node_possible(s) AND ($word IS NULL OR @name(s) CONTAINS $word)
OPTIONAL MATCH (s)-[t:SERIES_OF]->(o)
WHERE @possible(t)
WITH DISTINCT s, o ORDER BY o.id
WITH s, collect(@name(o)) AS holders
OPTIONAL MATCH (s)-[t:SERIES_OF]->()-[r:LOCATED_IN|GOVERNS]->(p:Place)
WHERE @possible(t) AND @possible(r)
WITH DISTINCT s, holders, p ORDER BY p.id
WITH s, holders, collect(p.id) AS around, head(collect(p)) AS p
WHERE $whole OR any(place IN around WHERE place IN $places)
OPTIONAL MATCH (s)<-[:MEETING_IN]-(m:Meeting)
WHERE m.held_on <= $as_of
WITH s, holders, p, m ORDER BY m.held_on DESC, m.id
WITH s, holders, p, collect(m.held_on)[0] AS held, collect(m.id)[..1] AS evidence
OPTIONAL MATCH (s)-[:STATED_IN]->(q:Passage)
WITH s, holders, p, held, evidence, count(q) AS told
WHERE held IS NOT NULL OR told = 0
RETURN s.id AS id, @name(s) AS name, p.id AS place, @name(p) AS place_name, holders AS holders,
       s.cadence_days AS cadence_days, held AS last_held_on, evidence AS evidence, @node_liveness(s) AS liveness
ORDER BY id
