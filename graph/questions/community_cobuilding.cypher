// title_zh = "各社区的共建家底"
// title_en = "what communities have for co-building"
// about = "Places of a level with what is recorded of their co-building by the date: the last agreement, the entries of each list, regular meetings, open venues, the last delivered activity, projects planned or under way and projects completed."
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "地点级别,如 community(默认)、village、subdistrict"
// meaning_en = "level of the places, such as community (default), village or subdistrict"
// [columns]
// id = { of = "Place.name", title_zh = "编号", meaning = "id of the place" }
// name = { of = "Place.name", title_zh = "名称", meaning = "name at the date" }
// place = { of = "Place.name", title_zh = "上级编号", meaning = "id of the place above; null at the top" }
// place_name = { of = "Place.name", title_zh = "上级", meaning = "name of the place above" }
// last_signed_on = { of = "Agreement.signed_on", title_zh = "最近签约", meaning = "day of the last agreement for the place; null if none" }
// resources = { kind = "integer", people = false, title_zh = "资源", meaning = "entries of the list of resources that are not withdrawn" }
// needs = { kind = "integer", people = false, title_zh = "需求", meaning = "entries of the list of needs, wishes among them" }
// services = { kind = "integer", people = false, title_zh = "服务", meaning = "entries of the list of services" }
// problems = { kind = "integer", people = false, title_zh = "问题", meaning = "entries of the list of problems" }
// projects = { kind = "integer", people = false, title_zh = "项目", meaning = "entries of the list of projects, and projects for the place that are not withdrawn" }
// series = { kind = "integer", people = false, title_zh = "会议制度", meaning = "series of meetings with a cadence that bodies of the place hold and that rosters know a meeting of" }
// venues = { kind = "integer", people = false, title_zh = "开放阵地", meaning = "open venues of any kind" }
// last_activity_on = { of = "Activity.held_on", title_zh = "最近活动", meaning = "day of the last delivered activity for the place; null if none" }
// planned = { kind = "integer", people = false, title_zh = "拟实施或实施中的项目", meaning = "projects for the place that are planned or under way" }
// completed = { kind = "integer", people = false, title_zh = "已完成的项目", meaning = "projects for the place that are completed" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) = $level AND ($whole OR p.id IN $places)
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(a:Agreement)
WHERE a.signed_on <= $as_of
WITH p, max(a.signed_on) AS signed
OPTIONAL MATCH (p)<-[f:FOR_PLACE]-(e:ListItem)
WHERE @possible(f) AND @node_possible(e) AND coalesce(e.opened_on, $as_of) <= $as_of
  AND coalesce(@value(e.state), 'open') <> 'withdrawn'
WITH p, signed, collect(DISTINCT e) AS items
WITH p, signed, [e IN items | e.kind] AS kinds
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(j:Project)
WHERE @node_possible(j) AND coalesce(j.begun_on, $as_of) <= $as_of AND coalesce(@value(j.state), 'under_way') <> 'withdrawn'
WITH p, signed, kinds, j, coalesce(@value(j.state), 'under_way') AS state
WITH p, signed, kinds, count(DISTINCT j) AS projects,
     count(DISTINCT CASE WHEN state IN ['planned', 'under_way'] THEN j.id END) AS planned,
     count(DISTINCT CASE WHEN state = 'completed' THEN j.id END) AS completed
OPTIONAL MATCH (p)<-[:FOR_PLACE]-(c:Activity)
WHERE c.held_on <= $as_of AND c.delivered = true
WITH p, signed, kinds, projects, planned, completed, max(c.held_on) AS active
OPTIONAL MATCH (p)<-[g:GOVERNS|LOCATED_IN]-()<-[t:SERIES_OF]-(s:MeetingSeries)<-[:MEETING_IN]-(m:Meeting)
WHERE @possible(g) AND @possible(t) AND s.cadence_days IS NOT NULL AND m.held_on <= $as_of
WITH p, signed, kinds, projects, planned, completed, active, count(DISTINCT s) AS series
OPTIONAL MATCH (p)<-[r:PART_OF|LOCATED_IN]-(v:Venue)
WHERE r.role IN ['administrative', 'place'] AND @possible(r) AND @node_possible(v) AND @value(v.opening_state) = 'open'
WITH p, signed, kinds, projects, planned, completed, active, series, count(DISTINCT v) AS venues
OPTIONAL MATCH (p)-[k:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(k)
WITH p, signed, kinds, projects, planned, completed, active, series, venues, q, k ORDER BY @liveness(k), q.id
WITH p, signed, kinds, projects, planned, completed, active, series, venues, head(collect(q)) AS q
RETURN p.id AS id, @name(p) AS name, q.id AS place, @name(q) AS place_name, signed AS last_signed_on,
       size([kind IN kinds WHERE kind = 'resource']) AS resources,
       size([kind IN kinds WHERE kind IN ['need', 'wish']]) AS needs,
       size([kind IN kinds WHERE kind = 'service']) AS services,
       size([kind IN kinds WHERE kind = 'problem']) AS problems,
       size([kind IN kinds WHERE kind = 'project']) + projects AS projects, series AS series, venues AS venues,
       active AS last_activity_on, planned AS planned, completed AS completed, @node_liveness(p) AS liveness
ORDER BY id
