// title_zh = "队伍"
// title_en = "teams"
// about = "Teams (volunteers, experts) whose body is of the scope at the date, with the bodies that they serve under. A team of no body that is located anywhere is told only where the whole graph is asked."
// family = "records"
// [columns]
// team = { of = "Team.name", title_zh = "队伍编号", meaning = "id of the team" }
// name = { of = "Team.name", title_zh = "队伍", meaning = "name at the date" }
// kind = { of = "Team.kind", title_zh = "队伍类别", meaning = "kind at the date" }
// bodies = { kind = "texts", people = false, title_zh = "所属", meaning = "names of the bodies that it serves under" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place of such a body; null where it is not known" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the team itself is live or uncertain at the date" }
MATCH (t:Team)
WHERE @node_possible(t)
OPTIONAL MATCH (t)-[k:TEAM_OF]->(b)
WHERE @possible(k)
WITH DISTINCT t, b ORDER BY b.id
WITH t, collect(@name(b)) AS bodies
OPTIONAL MATCH (t)-[k:TEAM_OF]->()-[l:LOCATED_IN|GOVERNS]->(p:Place)
WHERE @possible(k) AND @possible(l)
WITH DISTINCT t, bodies, p ORDER BY p.id
WITH t, bodies, collect(p.id) AS around, head(collect(p)) AS p
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN t.id AS team, @name(t) AS name, @value(t.kind) AS kind, bodies AS bodies, @name(p) AS place_name,
       @node_liveness(t) AS liveness
ORDER BY team
