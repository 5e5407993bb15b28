// title_zh = "逾期未召开的会议制度"
// title_en = "meetings overdue"
// about = "Series of meetings with an agreed cadence of which, at the date, the last meeting lies further back than the cadence allows, or of which none is known by then. A series without a cadence is never overdue, nor one that only a published case tells of and no roster knows a meeting of."
// family = "due"
// [columns]
// series = { of = "MeetingSeries.name", title_zh = "会议制度编号", meaning = "id of the series" }
// name = { of = "MeetingSeries.name", title_zh = "会议制度", meaning = "its name" }
// holders = { kind = "texts", people = false, title_zh = "主办单位", meaning = "names of the bodies that hold it" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place of such a body; null where it is not known" }
// level = { of = "Meeting.level", title_zh = "层级", meaning = "level at which the last meeting met" }
// cadence_days = { of = "MeetingSeries.cadence_days", title_zh = "约定频次(天)", meaning = "days within which a meeting is due" }
// last_held_on = { of = "Meeting.held_on", title_zh = "最近一次", meaning = "latest possible day of the last meeting by the date; null if none" }
// days_since = { kind = "integer", people = false, title_zh = "距今天数", meaning = "days from the last meeting to the date" }
MATCH (s:MeetingSeries)
WHERE @node_possible(s) AND s.cadence_days IS NOT NULL
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
WITH s, holders, p, head(collect(m)) AS last
OPTIONAL MATCH (s)-[:STATED_IN]->(q:Passage)
WITH s, holders, p, last, count(q) AS told, duration.inDays(last.held_on, $as_of).days AS days
WHERE days > s.cadence_days OR (last IS NULL AND told = 0)
RETURN s.id AS series, @name(s) AS name, holders AS holders, @name(p) AS place_name, last.level AS level,
       s.cadence_days AS cadence_days, last.held_on AS last_held_on, days AS days_since
ORDER BY series
