// title_zh = "新增单位"
// title_en = "new units"
// about = "Units that are known only since after a day: the end of the last quarter before the date unless another is asked. Told apart are those that by their roster moved in since, those that an earlier complete roster did not list, and those merely listed for the first time, of which no earlier roster could tell: these may be old. Army units are left out."
// family = "records"
// [parameters.since]
// kind = "day"
// required = false
// meaning_zh = "自哪天之后,如 2018-06-30;不填为上季度末"
// meaning_en = "after which day, such as 2018-06-30; the end of the last quarter if empty"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "its name" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its own place, else that of its building" }
// building_name = { of = "Building.name", title_zh = "楼栋", meaning = "its main building, if any" }
// first_listed_on = { kind = "day", people = false, title_zh = "首次列入", meaning = "date of the first roster that lists it" }
// not_before = { kind = "day", people = false, title_zh = "此前名册", meaning = "date of the last complete roster that did not list it; null where there is none" }
// moved_in_on = { kind = "day", people = false, title_zh = "入驻", meaning = "latest possible day on which it moved into its building, where a roster states it" }
// basis = { kind = "text", people = false, title_zh = "依据", meaning = "moved_in: it moved in after the day; new: an earlier complete roster did not list it; first_listed: no earlier one could tell" }
WITH coalesce($since, date.truncate('quarter', $as_of) - duration({days: 1})) AS since
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, [])) AND u.start_latest[0] > since AND u.start_latest[0] <= $as_of
OPTIONAL MATCH (u)-[m:LOCATED_IN {role: 'main'}]->(b:Building)
WHERE @possible(m)
WITH since, u, b, m ORDER BY @liveness(m), b.id
WITH since, u, head(collect({building: b, day: m.start_latest})) AS main
WITH since, u, main.building AS b, CASE WHEN main.day < u.start_latest[0] THEN main.day END AS moved_in_on
OPTIONAL MATCH (u)-[r:LOCATED_IN {role: 'place'}]->(own:Place)
WHERE @possible(r)
WITH since, u, b, moved_in_on, own, r ORDER BY @liveness(r), own.id
WITH since, u, b, moved_in_on, head(collect(own)) AS own
OPTIONAL MATCH (b)-[s:PART_OF {role: 'administrative'}]->(housed:Place)
WHERE @possible(s)
WITH since, u, b, moved_in_on, own, housed, s ORDER BY @liveness(s), housed.id
WITH since, u, b, moved_in_on, own, head(collect(housed)) AS housed
WITH since, u, b, moved_in_on, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
WITH since, u, b, moved_in_on, p,
     CASE WHEN u.start_earliest[0] > date('0001-01-01') THEN u.start_earliest[0] - duration({days: 1}) END AS not_before
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, @name(p) AS place_name, @name(b) AS building_name,
       u.start_latest[0] AS first_listed_on, not_before AS not_before, moved_in_on AS moved_in_on,
       CASE WHEN moved_in_on > since THEN 'moved_in' WHEN not_before IS NOT NULL THEN 'new' ELSE 'first_listed' END AS basis
ORDER BY unit
