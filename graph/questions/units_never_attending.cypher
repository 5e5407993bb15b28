// title_zh = "从未到会的单位"
// title_en = "units that never came to a meeting"
// about = "Units of the scope, of a kind if one is asked, that came to none of the meetings held up to the date: to none of all, or of those of a level, or of those called by an organisation that covers a grid of the kind asked (police grids). Who called a meeting came to it. Units that have closed and army units are left out. Those whose place is unknown are in the whole graph only."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "单位性质,如 state_organ(机关);不填为全部"
// meaning_en = "kind of unit, such as state_organ; all if empty"
// [parameters.level]
// required = false
// meaning_zh = "会议层级:county、subdistrict、community 或 grid;不填为全部"
// meaning_en = "level of the meetings: county, subdistrict, community or grid; all if empty"
// [parameters.grid]
// required = false
// meaning_zh = "召集组织所覆盖网格的类别,如 police(警务网格);不填为全部"
// meaning_en = "kind of grid that the calling organisation covers, such as police; all if empty"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its community: its own, else that of its main building" }
// absences = { kind = "integer", people = false, title_zh = "缺席次数", meaning = "meetings of these from which it was noted absent" }
MATCH (m:Meeting)
WHERE m.held_on <= $as_of AND ($level IS NULL OR m.level = $level)
OPTIONAL MATCH (m)<-[:TOOK_PART {role: 'convener'}]-(:PartyOrganization)-[c:COVERS]->(g:Grid)
WHERE @possible(c) AND @value(g.kind) = $grid
WITH m, count(g) AS grids
WHERE $grid IS NULL OR grids > 0
WITH collect(m.id) AS meetings
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, [])) AND ($kind IS NULL OR @value(u.kind) = $kind)
  AND coalesce(@value(u.operating_state), '') <> 'closed'
OPTIONAL MATCH (u)-[t:TOOK_PART]->(m:Meeting)
WHERE m.id IN meetings
WITH u, sum(CASE WHEN t.role IN ['attended', 'convener'] THEN 1 ELSE 0 END) AS presences,
     count(DISTINCT CASE WHEN t.role = 'absent' THEN m.id END) AS absences
WHERE presences = 0
OPTIONAL MATCH (u)-[r:LOCATED_IN {role: 'place'}]->(own:Place)
WHERE @possible(r)
WITH u, absences, own, r ORDER BY @liveness(r), own.id
WITH u, absences, head(collect(own)) AS own
OPTIONAL MATCH (u)-[s:LOCATED_IN {role: 'main'}]->(:Building)-[a:PART_OF {role: 'administrative'}]->(housed:Place)
WHERE @possible(s) AND @possible(a)
WITH u, absences, own, housed, s, a ORDER BY @liveness(s), @liveness(a), housed.id
WITH u, absences, own, head(collect(housed)) AS housed
WITH u, absences, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, @name(p) AS place_name, absences AS absences
ORDER BY unit
