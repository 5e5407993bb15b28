// title_zh = "案例做法对照"
// title_en = "practices of the cases"
// about = "Every practice of the shared vocabulary that a loaded case shows, beside every loaded case: named, shown without the name, or absent from the article (which is no proof that the place does not have it)."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [columns]
// practice = { of = "Practice.name", title_zh = "做法", meaning = "the practice" }
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// shown = { kind = "text", people = false, title_zh = "原文", meaning = "named, unnamed or absent" }
// facts = { kind = "texts", people = false, title_zh = "见于", meaning = "names of the facts in which it shows" }
// practice_id = { kind = "text", people = false, title_zh = "做法编号", meaning = "id of the practice" }
// case_id = { kind = "text", people = false, title_zh = "案例编号", meaning = "id of the case" }
MATCH (c:Case)<-[:SOURCE_OF]-(s:Source)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
WITH DISTINCT c
MATCH (p:Practice)
OPTIONAL MATCH (p)<-[e:EXAMPLE_OF]-(x)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(:Source)-[:SOURCE_OF]->(d:Case)
WHERE d.id = c.id
WITH c, p, e, x, CASE WHEN q IS NULL THEN [] ELSE [1] END AS stated
WITH DISTINCT c, p, x, CASE WHEN size(stated) = 1 THEN e.role END AS role ORDER BY x.id
WITH c, p, collect(@name(x)) AS facts, collect(role) AS roles
OPTIONAL MATCH (c)<-[:SOURCE_OF]-(:Source)<-[:PASSAGE_OF]-(:Passage)<-[:STATED_IN]-(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(near:Place)
WITH c, p, facts, roles, collect(DISTINCT about.id) + collect(DISTINCT near.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN @name(p) AS practice, @name(c) AS case,
       CASE WHEN 'named' IN roles THEN 'named' WHEN 'unnamed' IN roles THEN 'unnamed' ELSE 'absent' END AS shown,
       facts AS facts, p.id AS practice_id, c.id AS case_id
ORDER BY practice_id, case_id
