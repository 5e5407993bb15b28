// title_zh = "某类名册的版次"
// title_en = "editions of the rosters of one format"
// about = "Which rosters of a format were in force by the date: only a complete and recent one shows that what it does not list is not there. Editions count whose scope holds the scope asked, or lies within it."
// [parameters.roster]
// meaning_zh = "名册格式的代码,如 venues(阵地名册)"
// meaning_en = "code of the format of rosters, such as venues"
// [columns]
// edition = { kind = "text", people = false, title_zh = "版次", meaning = "id of the edition" }
// scope = { of = "Edition.scope", title_zh = "范围", meaning = "id of the place that it is of" }
// day = { of = "Edition.day", title_zh = "统计时点", meaning = "its date" }
// complete = { of = "Edition.complete", title_zh = "完整", meaning = "whether it closes what it no longer lists" }
MATCH (e:Edition {format: $roster})
WHERE e.day <= $as_of
OPTIONAL MATCH path = (:Place {id: $scope})-[:PART_OF*1..8]->(above:Place)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH e, collect(above.id) AS above
WHERE $whole OR e.scope IN $places OR e.scope IN above
RETURN e.id AS edition, e.scope AS scope, e.day AS day, e.complete AS complete
ORDER BY edition
