// title_zh = "某类名册载到哪一天"
// title_en = "how far the rosters of a format reach"
// about = "The last day that the rosters of a format tell of, by the place that they are of, also where it is later than the date: an event is told of by a register that was drawn up after it. What is not listed by then may only not be entered yet."
// [parameters.roster]
// meaning_zh = "名册格式的代码,如 meetings(会议台账)"
// meaning_en = "code of the format of rosters, such as meetings"
// [columns]
// scope = { of = "Edition.scope", title_zh = "范围", meaning = "id of the place that they are of" }
// day = { of = "Edition.day", title_zh = "载到", meaning = "date of the last one" }
// days_untold = { kind = "integer", people = false, title_zh = "未载天数", meaning = "days from then to the date asked, of which no roster tells yet; 0 where it reaches as far" }
MATCH (e:Edition {format: $roster})
OPTIONAL MATCH path = (:Place {id: $scope})-[:PART_OF*1..8]->(above:Place)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH e, collect(above.id) AS above
WHERE $whole OR e.scope IN $places OR e.scope IN above
WITH e.scope AS scope, max(e.day) AS day
RETURN scope AS scope, day AS day,
       CASE WHEN day < $as_of THEN duration.inDays(day, $as_of).days ELSE 0 END AS days_untold
ORDER BY scope
