// title_zh = "当年没有考核(述职)的派驻单位"
// title_en = "dispatched units without an assessment for a year"
// about = "Units dispatched to the scope of which no assessment for the year, nor for a part of it, is known by the date. Army units are left out. Reports on a year's work (述职) are entered as assessments."
// family = "gaps"
// [parameters.year]
// kind = "integer"
// meaning_zh = "考核年度,如 2018"
// meaning_en = "year assessed, such as 2018"
// [parameters.dispatched]
// kind = "boolean"
// required = false
// default = true
// meaning_zh = "只看派驻单位(默认);false 为所有单位"
// meaning_en = "dispatched units only (default); false: all units"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "its name" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its own place, else that of its building" }
// last_period = { of = "Assessment.period", title_zh = "最近考核期间", meaning = "latest period for which an assessment is known by the date; null if none" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the unit itself is live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, [])) AND (NOT $dispatched OR u.dispatched = true)
OPTIONAL MATCH (x:Assessment)-[:ASSESSED]->(u)
WHERE x.assessed_on IS NULL OR x.assessed_on <= $as_of
WITH u, max(x.period) AS last_period,
     sum(CASE WHEN x.period STARTS WITH toString($year) THEN 1 ELSE 0 END) AS found
WHERE found = 0
OPTIONAL MATCH (u)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH u, last_period, p, r ORDER BY @liveness(r), p.id
WITH u, last_period, head(collect(p)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH u, last_period, own, q, s ORDER BY @liveness(s), q.id
WITH u, last_period, own, head(collect(q)) AS housed
WITH u, last_period, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, @name(p) AS place_name, last_period AS last_period,
       @node_liveness(u) AS liveness
ORDER BY unit
