// title_zh = "一年内没有共建事项的成员"
// title_en = "members without an event in a year"
// about = "Members of an association at the date that in the year, up to the date, had no agreement in force and took part in no activity. Announced activities that were not held do not count, nor do events of the member's own party organisation. Associations of the scope."
// family = "gaps"
// [parameters.year]
// kind = "integer"
// meaning_zh = "年份,如 2018"
// meaning_en = "year, such as 2018"
// [parameters.association]
// required = false
// node = "Association"
// meaning_zh = "联合体:编号或名称;不填为全部"
// meaning_en = "association: id or name; all if empty"
// [columns]
// association = { of = "Association.name", title_zh = "联合体编号", meaning = "id of the association" }
// association_name = { of = "Association.name", title_zh = "联合体", meaning = "its name" }
// member = { of = "Unit.name", title_zh = "成员编号", meaning = "id of the member" }
// member_name = { of = "Unit.name", title_zh = "成员", meaning = "its name" }
// sectors = { kind = "texts", people = false, title_zh = "界别", meaning = "sectors of the association to which it belongs" }
// areas = { kind = "texts", people = false, title_zh = "片区", meaning = "areas of the association to which it belongs" }
// latest = { kind = "day", people = false, title_zh = "最近一次", meaning = "latest possible day of its last agreement or activity in other years, up to the date; null if there is none" }
MATCH (b:Association)
WHERE $association IS NULL OR b.id = $association
OPTIONAL MATCH (b)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH b, collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
MATCH (m)-[t:MEMBER_OF]->(b)
WHERE t.role <> 'group' AND @possible(t)
WITH DISTINCT b, m
OPTIONAL MATCH (m)-[:PARTY_TO|TOOK_PART]->(e)
WHERE (e:Agreement OR e:Activity) AND coalesce(e.held_on, e.signed_on) <= $as_of AND coalesce(e.delivered, true)
WITH b, m, max(coalesce(e.held_on, e.signed_on)) AS latest,
     sum(CASE WHEN e.held_on.year = $year THEN 1
              WHEN e.signed_on.year <= $year AND coalesce(e.ends_on.year, $year) >= $year THEN 1 ELSE 0 END) AS events
WHERE events = 0
OPTIONAL MATCH (m)-[g:MEMBER_OF]->(s:SubGroup)-[:MEMBER_OF]->(b)
WHERE @possible(g)
WITH DISTINCT b, m, latest, s ORDER BY @name(s)
WITH b, m, latest, collect({name: @name(s), kind: coalesce(@value(s.kind), s.kind_values[0])}) AS groups
RETURN b.id AS association, @name(b) AS association_name, m.id AS member, @name(m) AS member_name,
       [g IN groups WHERE g.kind = 'sector' | g.name] AS sectors,
       [g IN groups WHERE g.kind = 'area' | g.name] AS areas, latest AS latest
ORDER BY association, member
