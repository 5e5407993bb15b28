// title_zh = "闲置阵地"
// title_en = "idle venues"
// about = "Open venues in which no activity or meeting is recorded in the last days asked. Idle is said only where the events of the venue's place are recorded with their venue, or a roster of events for it shows that there was none; else the venue is to check. Venues opened since are left out."
// family = "gaps"
// [parameters.days]
// kind = "integer"
// required = false
// default = 180
// meaning_zh = "多少天内没有活动或会议(默认 180)"
// meaning_en = "days without an activity or meeting, default 180"
// [columns]
// venue = { of = "Venue.name", title_zh = "阵地编号", meaning = "id of the venue" }
// name = { of = "Venue.name", title_zh = "阵地", meaning = "its name" }
// kind = { of = "Venue.kind", title_zh = "类别", meaning = "kind at the date" }
// area_m2 = { of = "Venue.area_m2", title_zh = "面积", meaning = "floor area at the date, m²" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place that it belongs to" }
// last_used_on = { kind = "day", people = false, title_zh = "最近一次活动", meaning = "latest possible day of the last event held in it up to the date; null if none is recorded" }
// days_idle = { kind = "integer", people = false, title_zh = "闲置天数", meaning = "days from then to the date" }
// events_there = { kind = "integer", people = false, title_zh = "本地活动数", meaning = "activities for its place and meetings called there in these days" }
// without_venue = { kind = "integer", people = false, title_zh = "未填地点的活动数", meaning = "those of them that no roster says a venue of" }
// standing = { kind = "text", people = false, title_zh = "情况", meaning = "gap: idle; to_check: nothing tells where its place's events were held" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the venue itself is live or uncertain at the date" }
WITH $as_of - duration({days: $days}) AS since
MATCH (v:Venue)
WHERE @node_possible(v) AND coalesce(@value(v.opening_state), 'open') = 'open'
  AND (v.opened_on IS NULL OR v.opened_on <= since)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place'] AND @possible(r)
WITH since, v, p, r ORDER BY @liveness(r), p.id
WITH since, v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (e:Activity|Meeting)-[:HELD_AT]->(v)
WHERE e.held_on <= $as_of AND coalesce(e.delivered, true)
WITH since, v, p, max(e.held_on) AS last
WHERE last IS NULL OR last <= since
WITH since, p, collect({venue: v, last: last}) AS idle
OPTIONAL MATCH (a:Activity)-[:FOR_PLACE]->(p)
WHERE since < a.held_on AND a.held_on <= $as_of AND coalesce(a.delivered, true)
WITH since, p, idle, collect(DISTINCT a) AS activities
OPTIONAL MATCH (m:Meeting)<-[:TOOK_PART {role: 'convener'}]-()-[r:LOCATED_IN|GOVERNS]->(p)
WHERE since < m.held_on AND m.held_on <= $as_of AND @possible(r)
WITH since, p, idle, activities, collect(DISTINCT m) AS meetings
WITH since, p, idle, activities + meetings AS events
WITH since, p, idle, size(events) AS events_there,
     size([e IN events WHERE NOT EXISTS { MATCH (e)-[:HELD_AT]->(:Venue) }]) AS without_venue
OPTIONAL MATCH path = (p)-[:PART_OF*0..7]->(above:Place)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH since, idle, p, events_there, without_venue, collect(above.id) AS above
OPTIONAL MATCH (k:Edition)
WHERE k.format IN ['activities', 'meetings'] AND k.day > since AND k.scope IN above
WITH idle, p, events_there, without_venue, count(k) AS editions
UNWIND idle AS each
WITH each.venue AS v, each.last AS last, p, events_there, without_venue, editions
RETURN v.id AS venue, @name(v) AS name, @value(v.kind) AS kind, @value(v.area_m2) AS area_m2, @name(p) AS place_name,
       last AS last_used_on, duration.inDays(last, $as_of).days AS days_idle, events_there AS events_there,
       without_venue AS without_venue,
       CASE WHEN events_there > without_venue OR (events_there = 0 AND editions > 0) THEN 'gap' ELSE 'to_check' END AS standing,
       @node_liveness(v) AS liveness
ORDER BY venue
