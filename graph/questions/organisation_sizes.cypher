// title_zh = "党组织的规模和班子"
// title_en = "sizes of organisations and their committees"
// about = "Party organisations with their members, full members and the seats of their committee at the date: the last counts of the year before, else what their roster says. Seats are told where a roster of posts lists any. For stewards, who read no figures of members here: they leave as released figures and bands only (see gongjian people). Organisations of army units are left out."
// roles = ["steward"]
// [columns]
// id = { of = "PartyOrganization.name", title_zh = "编号", meaning = "id of the organisation" }
// name = { of = "PartyOrganization.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place of the organisation" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// members = { of = "PartyOrganization.members", title_zh = "党员数", meaning = "members; null where not recorded" }
// members_full = { of = "Headcount.people", title_zh = "正式党员数", meaning = "full members; null where nobody counted" }
// seats = { kind = "integer", people = false, title_zh = "班子职数", meaning = "posts of secretary, deputy and member that are not vacant; null where none is listed" }
// evidence = { kind = "texts", people = false, title_zh = "所据编号", meaning = "ids of the counts and of the posts" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (o:PartyOrganization)
WHERE @node_possible(o) AND NOT EXISTS { MATCH (o)-[:ORGANISATION_OF]->(army:Unit) WHERE 'military' IN coalesce(army.kind_values, []) }
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, p, r ORDER BY @liveness(r), p.id
WITH o, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (o)<-[:COUNTS]-(h:Headcount)
WHERE h.category IN ['members', 'members_full'] AND @node_possible(h) AND h.counted_on <= $as_of
  AND duration.inDays(h.counted_on, $as_of).days <= 366
WITH o, p, h ORDER BY h.counted_on DESC, h.id
WITH o, p, collect(h) AS counts
WITH o, p, [h IN counts WHERE h.category = 'members'][0] AS every, [h IN counts WHERE h.category = 'members_full'][0] AS full
OPTIONAL MATCH (o)<-[k:SEAT_IN]-(s:Post)
WHERE @possible(k) AND @node_possible(s)
  AND coalesce(@value(s.kind), s.kind_values[0]) IN ['secretary', 'deputy_secretary', 'member']
WITH DISTINCT o, p, every, full, s ORDER BY s.id
WITH o, p, every, full, collect(s.id) AS posts, sum(CASE WHEN @value(s.filled) = false THEN 0 ELSE 1 END) AS held
RETURN o.id AS id, @name(o) AS name, coalesce(@value(o.kind), o.kind_values[0]) AS kind, p.id AS place,
       @name(p) AS place_name, coalesce(every.people, @value(o.members)) AS members, full.people AS members_full,
       CASE WHEN size(posts) > 0 THEN held END AS seats,
       [each IN [every.id, full.id] + posts WHERE each IS NOT NULL] AS evidence, @node_liveness(o) AS liveness
ORDER BY id
