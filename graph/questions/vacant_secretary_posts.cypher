// title_zh = "空缺的书记岗位"
// title_en = "vacant posts of secretary"
// about = "Party organisations whose post of secretary a roster states to be vacant at the date: the roster of posts, or that of organisations or elections. Where another roster says since, or on the same day, that it is filled, the post is to check. Organisations of army units are left out."
// family = "gaps"
// [columns]
// organisation = { of = "PartyOrganization.name", title_zh = "党组织编号", meaning = "id of the organisation" }
// name = { of = "PartyOrganization.name", title_zh = "党组织", meaning = "its name" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place of the organisation" }
// since = { kind = "day", people = false, title_zh = "获知日期", meaning = "date of the first roster from which the vacancy is known" }
// standing = { kind = "text", people = false, title_zh = "情况", meaning = "gap, or to_check where rosters do not agree" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the organisation itself is live or uncertain at the date" }
MATCH (o:PartyOrganization)
WHERE @node_possible(o) AND NOT EXISTS { MATCH (o)-[:ORGANISATION_OF]->(army:Unit) WHERE 'military' IN coalesce(army.kind_values, []) }
OPTIONAL MATCH (p:Post)-[s:SEAT_IN]->(o)
WHERE @node_possible(p) AND @possible(s) AND @value(p.kind) = 'secretary'
WITH o, [i IN range(0, coalesce(size(o.secretary_filled_from), 0) - 1)
         WHERE o.secretary_filled_from[i] <= $as_of AND $as_of < o.secretary_filled_to[i]
         | {filled: o.secretary_filled_values[i], since: o.secretary_filled_from[i]}] AS said,
     [i IN range(0, coalesce(size(p.filled_from), 0) - 1)
      WHERE p.filled_from[i] <= $as_of AND $as_of < p.filled_to[i]
      | {filled: p.filled_values[i], since: p.filled_from[i]}] AS held
UNWIND (said + held) AS word
WITH o, min(CASE WHEN word.filled = false THEN word.since END) AS since,
     max(CASE WHEN word.filled = true THEN word.since END) AS filled
WHERE since IS NOT NULL
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(near:Place)
WHERE @possible(r)
WITH o, since, filled, near, r ORDER BY @liveness(r), near.id
WITH o, since, filled, head(collect(near)) AS near
WHERE $whole OR near.id IN $places
RETURN o.id AS organisation, @name(o) AS name, @value(o.kind) AS kind, @name(near) AS place_name, since AS since,
       CASE WHEN filled >= since THEN 'to_check' ELSE 'gap' END AS standing, @node_liveness(o) AS liveness
ORDER BY organisation
