// title_zh = "无主管楼院(无物业、无业委会、无党支部的小区)"
// title_en = "compounds without property manager, owners' committee or branch"
// about = "Residential compounds that at the date lack all of property manager, owners' committee and Party branch, or any one of them, as is asked. Each of the three is yes, no or unknown; where an unknown decides, the compound is to check. A manager or committee that a roster names counts, and a branch is one that covers the compound by name; that there is none is known only under a complete roster of organisations. Buildings in no compound are not listed."
// family = "gaps"
// [parameters.any]
// kind = "boolean"
// required = false
// default = false
// meaning_zh = "true:缺任何一项即列出;默认 false:三者皆无才列出"
// meaning_en = "true: those that lack any of the three; default false: those that lack all"
// [columns]
// compound = { of = "Place.name", title_zh = "小区编号", meaning = "id of the compound" }
// name = { of = "Place.name", title_zh = "小区", meaning = "its name" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "community that it belongs to" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// managed = { kind = "text", people = false, title_zh = "物业", meaning = "whether a property manager serves it: yes, no or unknown" }
// owners_committee = { kind = "text", people = false, title_zh = "业委会", meaning = "whether its owners have a committee: yes, no or unknown" }
// branch = { kind = "text", people = false, title_zh = "党支部", meaning = "whether a branch covers it: yes, no or unknown" }
// standing = { kind = "text", people = false, title_zh = "情况", meaning = "gap, or to_check where an unknown decides" }
MATCH (k:Place)
WHERE @node_possible(k) AND coalesce(@value(k.level), k.level_values[0]) = 'residential_compound' AND ($whole OR k.id IN $places)
OPTIONAL MATCH (k)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH k, p, r ORDER BY @liveness(r), p.id
WITH k, head(collect(p)) AS p
OPTIONAL MATCH (b:SelfGovernanceBody)-[g:GOVERNS]->(k)
WHERE @possible(g) AND @node_possible(b) AND @value(b.kind) = 'owners_committee'
WITH k, p, count(b) AS committees
OPTIONAL MATCH (o:PartyOrganization)-[c:COVERS]->(k)
WHERE @possible(c) AND @node_possible(o) AND NOT (c.role IN ['territorial', 'nominal', 'liaison'])
WITH k, p, committees, count(o) AS branches
OPTIONAL MATCH path = (k)-[:PART_OF*0..7]->(a:Place)
WHERE all(step IN relationships(path) WHERE @possible(step))
WITH k, p, committees, branches, collect(a.id) AS above
OPTIONAL MATCH (e:Edition {format: 'party_organizations', complete: true})
WHERE e.day <= $as_of AND e.scope IN above
WITH k, p, committees, branches, count(e) AS editions
WITH k, p,
     CASE WHEN @value(k.property_managed) OR @value(k.property_manager) IS NOT NULL THEN 'yes'
          WHEN @value(k.property_managed) = false THEN 'no' ELSE 'unknown' END AS managed,
     CASE WHEN @value(k.owners_committee) OR committees > 0 THEN 'yes'
          WHEN @value(k.owners_committee) = false THEN 'no' ELSE 'unknown' END AS owners_committee,
     CASE WHEN branches > 0 THEN 'yes' WHEN editions > 0 THEN 'no' ELSE 'unknown' END AS branch
WITH k, p, managed, owners_committee, branch, [managed, owners_committee, branch] AS three
WHERE ($any AND ('no' IN three OR 'unknown' IN three)) OR NOT ('yes' IN three)
RETURN k.id AS compound, @name(k) AS name, @name(p) AS place_name, @value(k.households) AS households,
       managed AS managed, owners_committee AS owners_committee, branch AS branch,
       CASE WHEN ($any AND 'no' IN three) OR NOT ('yes' IN three OR 'unknown' IN three)
            THEN 'gap' ELSE 'to_check' END AS standing
ORDER BY compound
