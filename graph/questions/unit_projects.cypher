// title_zh = "共建单位认领和参与的项目"
// title_en = "projects of co-building units"
// about = "Units that are member of an association, seated in a coordinating body or party to an agreement in force at the date, with how many projects they took part in and entries of lists they claimed by then. Withdrawn ones do not count. Army units are left out."
// [columns]
// id = { of = "Unit.name", title_zh = "编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// operating_state = { of = "Unit.operating_state", title_zh = "经营状态", meaning = "state at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of its place, else that of its building" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of that place" }
// projects = { kind = "integer", people = false, title_zh = "项目数", meaning = "projects in which it takes part" }
// claims = { kind = "integer", people = false, title_zh = "认领数", meaning = "claims of it that were not withdrawn" }
// taken_up = { kind = "integer", people = false, title_zh = "认领和参与", meaning = "projects and claims together" }
// evidence = { kind = "texts", people = false, title_zh = "所据编号", meaning = "ids of the projects and claims" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, []))
  AND (EXISTS { MATCH (u)-[t:MEMBER_OF]->() WHERE @possible(t) }
       OR EXISTS { MATCH (u)-[:PARTY_TO]->(a:Agreement)
                   WHERE a.signed_on <= $as_of AND coalesce(a.ends_on, $as_of) >= $as_of })
OPTIONAL MATCH (u)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH u, p, r ORDER BY @liveness(r), p.id
WITH u, head(collect(p)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH u, own, q, s ORDER BY @liveness(s), q.id
WITH u, own, head(collect(q)) AS housed
WITH u, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (u)-[:TOOK_PART]->(j:Project)
WHERE coalesce(j.begun_on, $as_of) <= $as_of AND coalesce(@value(j.state), 'under_way') <> 'withdrawn'
WITH DISTINCT u, p, j ORDER BY j.id
WITH u, p, collect(j.id) AS projects
OPTIONAL MATCH (u)<-[:CLAIMED_BY]-(c:Claim)
WHERE c.claimed_on <= $as_of AND coalesce(@value(c.state), 'claimed') <> 'withdrawn'
WITH DISTINCT u, p, projects, c ORDER BY c.id
WITH u, p, projects, collect(c.id) AS claims
RETURN u.id AS id, @name(u) AS name, @value(u.kind) AS kind, @value(u.operating_state) AS operating_state, p.id AS place,
       @name(p) AS place_name, size(projects) AS projects, size(claims) AS claims,
       size(projects) + size(claims) AS taken_up, projects + claims AS evidence, @node_liveness(u) AS liveness
ORDER BY id
