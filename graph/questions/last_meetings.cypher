// title_zh = "各地最近一次会议"
// title_en = "last meeting of each place"
// about = "Places of a level with the last meeting by the date that a body of the place held at that level, of the series whose name contains a word if one is asked; a meeting of no series does not count. Null where the register of meetings has none."
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community(默认)、village、subdistrict"
// meaning_en = "level of the places, such as community (default), village or subdistrict"
// [parameters.series]
// required = false
// meaning_zh = "会议制度名称中的字,如 联席会议;不填为全部"
// meaning_en = "part of the name of the series, such as 联席会议; all if empty"
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// place_name = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// meetings = { kind = "integer", people = false, title_zh = "会议次数", meaning = "meetings known by the date" }
// last_held_on = { of = "Meeting.held_on", title_zh = "最近一次", meaning = "latest possible day of the last one; null if none" }
// evidence = { kind = "texts", people = false, title_zh = "会议编号", meaning = "id of that meeting" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[g:GOVERNS|LOCATED_IN]-(o)<-[t:SERIES_OF]-(s:MeetingSeries)<-[:MEETING_IN]-(m:Meeting)
WHERE @possible(g) AND @possible(t) AND m.held_on <= $as_of AND ($series IS NULL OR @name(s) CONTAINS $series)
  AND coalesce(m.level, $level) = CASE WHEN $level = 'village' THEN 'community' WHEN $level = 'town' THEN 'subdistrict'
                                       ELSE $level END
WITH DISTINCT p, m ORDER BY m.held_on DESC, m.id
WITH p, count(m) AS meetings, collect(m.held_on)[0] AS held, collect(m.id)[..1] AS evidence
OPTIONAL MATCH (p)-[k:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(k)
WITH p, meetings, held, evidence, q, k ORDER BY @liveness(k), q.id
WITH p, meetings, held, evidence, head(collect(q)) AS q
RETURN p.id AS id, @name(p) AS name, q.id AS place, @name(q) AS place_name, meetings AS meetings,
       held AS last_held_on, evidence AS evidence, @node_liveness(p) AS liveness
ORDER BY id
