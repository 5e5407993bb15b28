// title_zh = "各社区由单位选派的岗位"
// title_en = "posts that units have sent people to, by community"
// about = "How many posts of the bodies of each community are held at the date by somebody whom such a unit sent, such as a police station. A community without one has zero. Only posts count, never people."
// family = "figures"
// [parameters.sender]
// required = false
// meaning_zh = "选派单位名称或条线中的文字,如 派出所;不填为所有单位"
// meaning_en = "words in the name or line of the unit that sends, such as 派出所; any unit if empty"
// [columns]
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its name" }
// posts = { kind = "integer", people = false, title_zh = "选派岗位数", meaning = "posts with such a sender that are not known to be vacant" }
// vacant = { kind = "integer", people = false, title_zh = "空缺岗位数", meaning = "posts with such a sender that a roster states to be vacant" }
// bodies = { kind = "texts", people = false, title_zh = "任职组织", meaning = "names of the bodies that these posts are of" }
// senders = { kind = "texts", people = false, title_zh = "选派单位", meaning = "names of the units that send" }
// sender_kinds = { kind = "texts", people = false, title_zh = "选派单位性质", meaning = "kinds of these units" }
MATCH (c:Place)
WHERE @node_possible(c) AND coalesce(@value(c.level), c.level_values[0]) IN ['community', 'village']
  AND ($whole OR c.id IN $places)
OPTIONAL MATCH (c)<-[r:LOCATED_IN|GOVERNS]-(b)<-[s:SEAT_IN]-(p:Post)-[t:SENT_BY]->(u:Unit)
WHERE @possible(t) AND @possible(s) AND @possible(r) AND @node_possible(p)
  AND ($sender IS NULL OR @name(u) CONTAINS $sender OR coalesce(@value(u.system), '') CONTAINS $sender)
WITH DISTINCT c, p, b, u ORDER BY b.id, u.id
WITH c, count(DISTINCT CASE WHEN coalesce(@value(p.filled), true) THEN p.id END) AS posts,
     count(DISTINCT CASE WHEN @value(p.filled) = false THEN p.id END) AS vacant,
     collect(DISTINCT @name(b)) AS bodies, collect(DISTINCT @name(u)) AS senders,
     collect(DISTINCT @value(u.kind)) AS sender_kinds
RETURN c.id AS place, @name(c) AS place_name, posts AS posts, vacant AS vacant, bodies AS bodies,
       senders AS senders, sender_kinds AS sender_kinds
ORDER BY place
