// title_zh = "空缺岗位"
// title_en = "vacant posts"
// about = "Posts that a roster states to be vacant at the date, with the body or place that they are of and the day from which they are known to be so."
// family = "gaps"
// [parameters.kind]
// required = false
// meaning_zh = "岗位类别的代码,如 secretary(书记);不填为全部"
// meaning_en = "code of a kind of post, such as secretary; all if empty"
// [columns]
// post = { of = "Post.name", title_zh = "岗位编号", meaning = "id of the post" }
// name = { of = "Post.name", title_zh = "岗位", meaning = "name at the date" }
// kind = { of = "Post.kind", title_zh = "岗位类别", meaning = "kind at the date" }
// body = { kind = "text", people = false, title_zh = "所在组织编号", meaning = "id of the body or place that it is of" }
// body_name = { kind = "text", people = false, title_zh = "所在组织", meaning = "its name at the date" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place of the body; null where it is not known" }
// since = { kind = "day", people = false, title_zh = "获知日期", meaning = "date of the roster from which the vacancy is known" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the post itself is live or uncertain at the date" }
MATCH (p:Post)-[s:SEAT_IN]->(b)
WHERE @node_possible(p) AND @possible(s) AND @value(p.filled) = false
  AND ($kind IS NULL OR @value(p.kind) = $kind)
WITH p, b, s ORDER BY @liveness(s), b.id
WITH p, head(collect(b)) AS b
OPTIONAL MATCH (b)-[r:LOCATED_IN|GOVERNS]->(near:Place)
WHERE @possible(r)
WITH p, b, near, r ORDER BY @liveness(r), near.id
WITH p, b, head(collect(near)) AS near
WITH p, b, CASE WHEN head(labels(b)) = 'Place' THEN b ELSE near END AS place
WHERE $whole OR place.id IN $places
RETURN p.id AS post, @name(p) AS name, @value(p.kind) AS kind, b.id AS body, @name(b) AS body_name,
       @name(place) AS place_name,
       [i IN range(0, coalesce(size(p.filled_from), 0) - 1)
        WHERE p.filled_from[i] <= $as_of AND $as_of < p.filled_to[i] | p.filled_from[i]][0] AS since,
       @node_liveness(p) AS liveness
ORDER BY post
