// title_zh = "阵地按启用时间统计"
// title_en = "venues by quarter of opening"
// about = "How many venues, of a kind if one is asked, opened in each quarter up to the date in each county or functional zone, and how many had opened since the first. Venues that have closed since count in the quarter in which they opened; those without a day of opening are not counted."
// family = "figures"
// [parameters.kind]
// required = false
// meaning_zh = "阵地类别,如 service_centre(党群服务中心);不填为全部"
// meaning_en = "kind of venue, such as service_centre; all if empty"
// [columns]
// county = { of = "Place.name", title_zh = "区县编号", meaning = "id of the county or functional zone; null where the venue is in none" }
// county_name = { of = "Place.name", title_zh = "区县", meaning = "its name" }
// year = { kind = "integer", people = false, title_zh = "年", meaning = "year of the latest possible day of opening" }
// quarter = { kind = "integer", people = false, title_zh = "季度", meaning = "quarter of that year, 1 to 4" }
// opened = { kind = "integer", people = false, title_zh = "启用数", meaning = "venues that opened in the quarter" }
// cumulative = { kind = "integer", people = false, title_zh = "累计启用数", meaning = "venues that had opened by the end of the quarter" }
MATCH (v:Venue)
WHERE v.opened_on <= $as_of AND ($kind IS NULL OR coalesce(@value(v.kind), v.kind_values[0]) = $kind)
OPTIONAL MATCH (v)-[r:PART_OF|LOCATED_IN]->(p:Place)
WHERE r.role IN ['administrative', 'place']
WITH v, p, r ORDER BY @liveness(r), p.id
WITH v, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH path = (p)-[:PART_OF*0..6]->(c:Place)
WHERE @value(c.level) IN ['county', 'functional_zone']
  AND all(step IN relationships(path) WHERE step.role = 'administrative' AND @possible(step))
WITH v, c ORDER BY length(path), c.id
WITH v, head(collect(c)) AS c
WITH c, v.opened_on.year AS year, v.opened_on.quarter AS quarter, count(v) AS opened
WITH c, collect({year: year, quarter: quarter, opened: opened}) AS quarters
UNWIND quarters AS each
RETURN c.id AS county, @name(c) AS county_name, each.year AS year, each.quarter AS quarter, each.opened AS opened,
       reduce(total = 0, e IN quarters | total + CASE WHEN e.year * 4 + e.quarter <= each.year * 4 + each.quarter
                                                      THEN e.opened ELSE 0 END) AS cumulative
ORDER BY county, year, quarter
