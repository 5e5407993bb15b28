// title_zh = "各地各类需求的认领与项目"
// title_en = "needs by place and category, claimed or in projects"
// about = "How many entries of the lists of needs, problems and wishes there are by the date for each place of a level and each category, how many of them nobody has claimed, and how many are put into a project: zero there is a category without a project. Withdrawn entries do not count; open_list_items lists the unclaimed ones one by one."
// family = "figures"
// [parameters.level]
// required = false
// default = "community"
// meaning_zh = "按哪一级地点汇总:community(默认)、subdistrict、county 等"
// meaning_en = "level of the places: community (default), subdistrict, county and so on"
// [parameters.kind]
// required = false
// meaning_zh = "清单类别的代码:need、problem 或 wish;不填为三种"
// meaning_en = "code of the list: need, problem or wish; all three if empty"
// [columns]
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place; null where there is none of the level" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// category = { of = "ListItem.category", title_zh = "事项类别", meaning = "category at the date, as written; null where it is not said" }
// items = { kind = "integer", people = false, title_zh = "事项数", meaning = "entries put on the list by the date" }
// unclaimed = { kind = "integer", people = false, title_zh = "无人认领", meaning = "those of them still valid that their list calls open, or says nothing of, without a claim other than one withdrawn or not kept" }
// in_projects = { kind = "integer", people = false, title_zh = "已入项目", meaning = "those of them that are put into a project that is not withdrawn" }
MATCH (e:ListItem)
WHERE @node_possible(e) AND e.kind IN ['need', 'problem', 'wish'] AND ($kind IS NULL OR e.kind = $kind)
  AND coalesce(@value(e.state), 'open') <> 'withdrawn' AND (e.opened_on IS NULL OR e.opened_on <= $as_of)
OPTIONAL MATCH (e)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH e, p, f ORDER BY @liveness(f), p.id
WITH e, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH path = (e)-[:FOR_PLACE|PART_OF*1..7]->(a:Place)
WHERE coalesce(@value(a.level), a.level_values[0]) = $level
  AND all(step IN relationships(path)
          WHERE (type(step) = 'FOR_PLACE' OR step.role = 'administrative') AND @possible(step))
WITH e, a ORDER BY a.id
WITH e, head(collect(a)) AS a
OPTIONAL MATCH (c:Claim)-[:CLAIM_OF]->(e)
WHERE c.claimed_on <= $as_of AND NOT (coalesce(@value(c.state), 'claimed') IN ['withdrawn', 'not_done'])
WITH e, a, count(c) AS claims
OPTIONAL MATCH (e)-[k:PUT_INTO]->(j:Project)
WHERE @possible(k) AND j.begun_on <= $as_of AND coalesce(@value(j.state), 'under_way') <> 'withdrawn'
WITH e, a, claims, count(j) AS projects
WITH a, @value(e.category) AS category, count(e) AS items,
     sum(CASE WHEN claims = 0 AND coalesce(@value(e.state), 'open') = 'open'
               AND (e.valid_to IS NULL OR e.valid_to >= $as_of) THEN 1 ELSE 0 END) AS unclaimed,
     sum(CASE WHEN projects > 0 THEN 1 ELSE 0 END) AS in_projects
RETURN a.id AS place, @name(a) AS place_name, category AS category, items AS items, unclaimed AS unclaimed,
       in_projects AS in_projects
ORDER BY place, category
