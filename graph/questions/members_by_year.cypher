// title_zh = "成员按加入年份统计"
// title_en = "members by year of joining"
// about = "How many members joined an association in each year up to the date, and how many of them are members still. Who joined again counts in the year of each joining. Associations of the scope."
// family = "figures"
// [parameters.association]
// required = false
// node = "Association"
// meaning_zh = "联合体:编号或名称;不填为全部"
// meaning_en = "association: id or name; all if empty"
// [columns]
// association = { of = "Association.name", title_zh = "联合体编号", meaning = "id of the association" }
// association_name = { of = "Association.name", title_zh = "联合体", meaning = "its name" }
// year = { kind = "integer", people = false, title_zh = "加入年份", meaning = "year of the latest possible day of joining; null where no roster states a day" }
// joined = { kind = "integer", people = false, title_zh = "加入", meaning = "members that joined in the year" }
// still = { kind = "integer", people = false, title_zh = "现仍在", meaning = "those of them that are or may be members at the date" }
MATCH (b:Association)
WHERE $association IS NULL OR b.id = $association
OPTIONAL MATCH (b)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH b, collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
MATCH (m)-[t:MEMBER_OF]->(b)
WHERE t.role <> 'group' AND t.start_earliest <= $as_of
WITH b, m, CASE WHEN t.start_stated THEN t.start_latest.year END AS year,
     max(CASE WHEN @possible(t) THEN 1 ELSE 0 END) AS stays
RETURN b.id AS association, @name(b) AS association_name, year AS year, count(m) AS joined, sum(stays) AS still
ORDER BY association, year
