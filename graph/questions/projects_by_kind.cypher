// title_zh = "各地各类共建项目数"
// title_en = "projects by place and kind"
// about = "How many projects there are by the date for each place of a level and of each kind, how many of them are completed, and how many needs and resources of the lists were put into them. Withdrawn projects do not count; one for no place of that level, or for none, stands in a row without a place."
// family = "figures"
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "按哪一级地点汇总:community(默认)、subdistrict、county 等"
// meaning_en = "level of the places: community (default), subdistrict, county and so on"
// [columns]
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place; null where there is none of the level" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// kind = { of = "Project.kind", title_zh = "项目类别", meaning = "kind of project; null where it is not said" }
// projects = { kind = "integer", people = false, title_zh = "项目数", meaning = "projects begun by the date" }
// completed = { kind = "integer", people = false, title_zh = "已完成", meaning = "those of them completed by the date; without a day of completion, as their state says" }
// needs = { kind = "integer", people = false, title_zh = "对接需求数", meaning = "needs, problems and wishes put into them" }
// resources = { kind = "integer", people = false, title_zh = "对接资源数", meaning = "resources and services put into them" }
MATCH (j:Project)
WHERE j.begun_on <= $as_of AND coalesce(@value(j.state), 'under_way') <> 'withdrawn'
OPTIONAL MATCH (j)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH j, p, f ORDER BY @liveness(f), p.id
WITH j, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH path = (j)-[:FOR_PLACE|PART_OF*1..7]->(a:Place)
WHERE coalesce(@value(a.level), a.level_values[0]) = $level
  AND all(step IN relationships(path)
          WHERE (type(step) = 'FOR_PLACE' OR step.role = 'administrative') AND @possible(step))
WITH j, a ORDER BY a.id
WITH j, head(collect(a)) AS a
OPTIONAL MATCH (j)<-[k:PUT_INTO]-(e:ListItem)
WHERE @possible(k)
WITH a, j.kind AS kind, collect(DISTINCT j.id) AS projects,
     collect(DISTINCT CASE WHEN j.completed_on <= $as_of
                             OR (j.completed_on IS NULL AND @value(j.state) = 'completed') THEN j.id END) AS completed,
     collect(DISTINCT CASE WHEN e.kind IN ['need', 'problem', 'wish'] THEN e.id END) AS needs,
     collect(DISTINCT CASE WHEN e.kind IN ['resource', 'service'] THEN e.id END) AS resources
RETURN a.id AS place, @name(a) AS place_name, kind AS kind, size(projects) AS projects, size(completed) AS completed,
       size(needs) AS needs, size(resources) AS resources
ORDER BY place, kind
