// title_zh = "沿革:由什么取代"
// title_en = "successors"
// about = "What had taken the place of territories, grids, units and organisations by the date, where former or latter lies in the scope."
// family = "records"
// [columns]
// former = { kind = "text", people = false, title_zh = "原编号", meaning = "id of what was replaced" }
// former_name = { of = "Place.name", title_zh = "原名称", meaning = "its name at the date, else its last one" }
// latter = { kind = "text", people = false, title_zh = "现编号", meaning = "id of what took its place" }
// latter_name = { of = "Place.name", title_zh = "现名称", meaning = "its name at the date" }
// type = { kind = "text", people = false, title_zh = "对象", meaning = "Place, Grid, Unit or PartyOrganization" }
// since = { kind = "day", people = false, title_zh = "生效", meaning = "latest possible day from which it holds" }
// share = { of = "SUCCEEDED_BY.share", title_zh = "划转比例", meaning = "part of the former that went to the latter; null where none is given" }
// document = { of = "SUCCEEDED_BY.document", title_zh = "批准文号", meaning = "number of the document that ordered it" }
MATCH (a)-[s:SUCCEEDED_BY]->(b)
WHERE s.start_latest <= $as_of
OPTIONAL MATCH (b)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE p.id IN $places AND @possible(r)
WITH a, s, b, count(p) AS inside
WHERE $whole OR inside > 0 OR a.id IN $places OR b.id IN $places
RETURN a.id AS former, @name(a) AS former_name, b.id AS latter, @name(b) AS latter_name, head(labels(a)) AS type,
       s.start_latest AS since, s.share AS share, s.document AS document
ORDER BY since, former, latter
