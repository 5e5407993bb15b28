// title_zh = "单位最近一次考核(述职)"
// title_en = "last assessment of units"
// about = "Units, those dispatched unless all are asked, with their last assessment by the date. Army units are left out. Reports on a year's work (述职) are entered as assessments. units_without_assessment lists those without one for a year."
// [parameters.dispatched]
// kind = "boolean"
// required = false
// default = true
// meaning_zh = "只看派驻单位(默认);false 为所有单位"
// meaning_en = "dispatched units only (default); false: all units"
// [columns]
// id = { of = "Unit.name", title_zh = "编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of its place, else that of its building" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of that place" }
// last_assessed_on = { of = "Assessment.assessed_on", title_zh = "最近考核日期", meaning = "latest possible day of the last one; null if none is known by the date" }
// period = { of = "Assessment.period", title_zh = "考核期间", meaning = "period that it was for" }
// evidence = { kind = "texts", people = false, title_zh = "考核编号", meaning = "id of that assessment" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, [])) AND (NOT $dispatched OR u.dispatched = true)
OPTIONAL MATCH (u)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH u, p, r ORDER BY @liveness(r), p.id
WITH u, head(collect(p)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH u, own, q, s ORDER BY @liveness(s), q.id
WITH u, own, head(collect(q)) AS housed
WITH u, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (u)<-[:ASSESSED]-(x:Assessment)
WHERE x.assessed_on <= $as_of
WITH u, p, x ORDER BY x.assessed_on DESC, x.id
WITH u, p, head(collect(x)) AS x
RETURN u.id AS id, @name(u) AS name, @value(u.kind) AS kind, p.id AS place, @name(p) AS place_name,
       x.assessed_on AS last_assessed_on, x.period AS period,
       CASE WHEN x IS NULL THEN [] ELSE [x.id] END AS evidence, @node_liveness(u) AS liveness
ORDER BY id
