// title_zh = "未加入联合体的单位"
// title_en = "units outside the association"
// about = "Units of the scope that are at the date no members of the association asked, or of none at all. Units that have closed and army units are left out. Those whose place is unknown are in the whole graph only."
// family = "gaps"
// [parameters.association]
// required = false
// node = "Association"
// meaning_zh = "联合体:编号或名称;不填为任一联合体"
// meaning_en = "association: id or name; any if empty"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its community: its own, else that of its main building" }
// left = { kind = "day", people = false, title_zh = "最近一次退出", meaning = "latest day by which it had left one; null if it was never a member" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the unit itself is live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, []))
  AND coalesce(@value(u.operating_state), '') <> 'closed'
OPTIONAL MATCH (u)-[t:MEMBER_OF]->(a:Association)
WHERE ($association IS NULL OR a.id = $association) AND t.start_earliest <= $as_of
WITH u, max(t.end_latest) AS until
WHERE until IS NULL OR until <= $as_of
OPTIONAL MATCH (u)-[r:LOCATED_IN {role: 'place'}]->(own:Place)
WHERE @possible(r)
WITH u, until, own, r ORDER BY @liveness(r), own.id
WITH u, until, head(collect(own)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN {role: 'main'}]->(:Building)-[s:PART_OF {role: 'administrative'}]->(housed:Place)
WHERE @possible(m) AND @possible(s)
WITH u, until, own, housed, m, s ORDER BY @liveness(m), @liveness(s), housed.id
WITH u, until, own, head(collect(housed)) AS housed
WITH u, until, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, @name(p) AS place_name, until AS left,
       @node_liveness(u) AS liveness
ORDER BY unit
