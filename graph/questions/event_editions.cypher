// title_zh = "共建事项台账的版次"
// title_en = "editions of the rosters of events"
// about = "Which rosters of co-building events were in by the date: only where one is recent enough does the lack of an event show. Editions count whose scope holds the scope asked, or lies within it."
// [columns]
// edition = { kind = "text", people = false, title_zh = "版次", meaning = "id of the edition" }
// format = { of = "Edition.format", title_zh = "名册", meaning = "format of the roster" }
// scope = { of = "Edition.scope", title_zh = "范围", meaning = "id of the place that it is of" }
// day = { of = "Edition.day", title_zh = "统计时点", meaning = "its date" }
MATCH (e:Edition)
WHERE e.format IN ['activities', 'claims', 'meetings', 'projects', 'registrations', 'tasks'] AND e.day <= $as_of
OPTIONAL MATCH path = (:Place {id: $scope})-[:PART_OF*1..8]->(above:Place)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH e, collect(above.id) AS above
WHERE $whole OR e.scope IN $places OR e.scope IN above
RETURN e.id AS edition, e.format AS format, e.scope AS scope, e.day AS day
ORDER BY edition
