// title_zh = "成员按界别和片区统计"
// title_en = "members by sector and area"
// about = "How many members each sector (界别) × area (片区) of an association has at the date: every pair of its groups, those without members too, and the members that lack a sector or an area. A member of two sectors or areas counts in each. Before the first word of a roster on a group, what it says first counts. Associations of the scope."
// family = "figures"
// [parameters.association]
// required = false
// node = "Association"
// meaning_zh = "联合体:编号或名称;不填为全部"
// meaning_en = "association: id or name; all if empty"
// [columns]
// association = { of = "Association.name", title_zh = "联合体编号", meaning = "id of the association" }
// association_name = { of = "Association.name", title_zh = "联合体", meaning = "its name" }
// sector = { of = "SubGroup.name", title_zh = "界别编号", meaning = "id of the sector; null for members without one" }
// sector_name = { of = "SubGroup.name", title_zh = "界别", meaning = "its name" }
// area = { of = "SubGroup.name", title_zh = "片区编号", meaning = "id of the area; null for members without one" }
// area_name = { of = "SubGroup.name", title_zh = "片区", meaning = "its name" }
// members = { kind = "integer", people = false, title_zh = "成员数", meaning = "members of both" }
MATCH (b:Association)
WHERE @node_possible(b) AND ($association IS NULL OR b.id = $association)
OPTIONAL MATCH (b)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH b, collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
OPTIONAL MATCH (s:SubGroup)-[g:MEMBER_OF]->(b)
WHERE @possible(g)
WITH b, collect(DISTINCT CASE WHEN coalesce(@value(s.kind), s.kind_values[0]) = 'sector' THEN s.id END) + [''] AS sectors,
     collect(DISTINCT CASE WHEN coalesce(@value(s.kind), s.kind_values[0]) = 'area' THEN s.id END) + [''] AS areas
OPTIONAL MATCH (m)-[t:MEMBER_OF]->(b)
WHERE t.role <> 'group' AND @possible(t)
WITH DISTINCT b, sectors, areas, m
OPTIONAL MATCH (m)-[g:MEMBER_OF]->(s:SubGroup)-[:MEMBER_OF]->(b)
WHERE @possible(g)
WITH b, sectors, areas, m, collect(DISTINCT s.id) AS groups
WITH b, sectors, areas, collect({member: m.id, sectors: [x IN sectors WHERE x IN groups],
                                 areas: [x IN areas WHERE x IN groups]}) AS placed
UNWIND sectors AS sector
UNWIND areas AS area
WITH b, sector, area, size([e IN placed WHERE e.member IS NOT NULL
     AND (sector IN e.sectors OR sector = '' AND size(e.sectors) = 0)
     AND (area IN e.areas OR area = '' AND size(e.areas) = 0)]) AS members
WHERE members > 0 OR sector <> '' AND area <> ''
OPTIONAL MATCH (s:SubGroup {id: sector})
OPTIONAL MATCH (a:SubGroup {id: area})
RETURN b.id AS association, @name(b) AS association_name, s.id AS sector, @name(s) AS sector_name,
       a.id AS area, @name(a) AS area_name, members AS members
ORDER BY association, sector, area
