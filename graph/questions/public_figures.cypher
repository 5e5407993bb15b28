// title_zh = "案例中的公开人物"
// title_en = "public figures of the cases"
// about = "People whom a published case itself names in office or as experts, with the capacity printed and what they advise or the post they held; rosters never state one."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// name = { of = "PublicFigure.name", title_zh = "姓名", meaning = "as printed" }
// capacity = { of = "PublicFigure.capacity", title_zh = "身份", meaning = "capacity in which the source names them" }
// advises = { kind = "texts", people = false, title_zh = "顾问", meaning = "bodies and teams that they advise" }
// posts = { kind = "texts", people = false, title_zh = "任职", meaning = "posts that they held" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// figure = { kind = "text", people = false, roles = ["planner", "researcher", "steward"], title_zh = "编号", meaning = "id; not for the public: it can hold the code of a body in the rosters" }
MATCH (f:PublicFigure)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT f, c, q ORDER BY q.line, q.start, q.id
WITH f, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (f)-[:ADVISES]->(x)
WITH DISTINCT f, c, passages, x ORDER BY x.id
WITH f, c, passages, collect(@name(x)) AS advises
OPTIONAL MATCH (post:Post)-[:HELD_BY]->(f)
WITH DISTINCT f, c, passages, advises, post ORDER BY post.id
WITH f, c, passages, advises, collect(@name(post)) AS posts
OPTIONAL MATCH (c)<-[:SOURCE_OF]-(:Source)<-[:PASSAGE_OF]-(:Passage)<-[:STATED_IN]-(here:Place)
WITH f, c, passages, advises, posts, collect(here.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(c) AS case, @name(f) AS name, f.capacity AS capacity, advises AS advises, posts AS posts,
       passages AS passages, f.id AS figure
ORDER BY figure
