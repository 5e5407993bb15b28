// title_zh = "没有路长或包联单位的路段"
// title_en = "road segments without a chief or a unit"
// about = "Road segments that at the date have no post of road chief that is held, or no unit: none that sends the chief, and no party organisation that covers the segment."
// family = "gaps"
// [columns]
// road = { of = "Place.name", title_zh = "路段编号", meaning = "id of the road segment" }
// name = { of = "Place.name", title_zh = "路段", meaning = "its name" }
// place_name = { of = "Place.name", title_zh = "所在地点", meaning = "place that it belongs to" }
// lacks = { kind = "texts", people = false, title_zh = "缺什么", meaning = "chief, unit or both" }
// vacant = { kind = "integer", people = false, title_zh = "空缺的路长岗位数", meaning = "posts of road chief that a roster states to be vacant; 0 with a chief lacking: no roster has such a post" }
// units = { kind = "texts", people = false, title_zh = "包联单位", meaning = "names of the units and party organisations that it has" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "whether the segment itself is live or uncertain at the date" }
MATCH (g:Place)
WHERE @node_possible(g) AND coalesce(@value(g.level), g.level_values[0]) = 'road_segment'
OPTIONAL MATCH (g)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH g, p, r ORDER BY @liveness(r), p.id
WITH g, head(collect(p)) AS p
WHERE $whole OR g.id IN $places
OPTIONAL MATCH (g)<-[k:SEAT_IN]-(s:Post)
WHERE @possible(k) AND @node_possible(s) AND coalesce(@value(s.kind), s.kind_values[0]) = 'road_chief'
WITH g, p, count(DISTINCT CASE WHEN coalesce(@value(s.filled), true) THEN s.id END) AS held,
     count(DISTINCT CASE WHEN @value(s.filled) = false THEN s.id END) AS vacant
OPTIONAL MATCH (g)<-[k:SEAT_IN]-(s:Post)-[t:SENT_BY]->(u:Unit)
WHERE @possible(k) AND @possible(t) AND @node_possible(s) AND coalesce(@value(s.kind), s.kind_values[0]) = 'road_chief'
WITH DISTINCT g, p, held, vacant, u ORDER BY u.id
WITH g, p, held, vacant, collect(@name(u)) AS senders
OPTIONAL MATCH (g)<-[c:COVERS]-(o:PartyOrganization)
WHERE @possible(c) AND @node_possible(o)
WITH DISTINCT g, p, held, vacant, senders, o ORDER BY o.id
WITH g, p, held, vacant, senders, collect(@name(o)) AS covering
WITH g, p, held, vacant, senders + covering AS units
WHERE held = 0 OR size(units) = 0
RETURN g.id AS road, @name(g) AS name, @name(p) AS place_name,
       [CASE WHEN held = 0 THEN 'chief' END, CASE WHEN size(units) = 0 THEN 'unit' END] AS lacks,
       vacant AS vacant, units AS units, @node_liveness(g) AS liveness
ORDER BY road
