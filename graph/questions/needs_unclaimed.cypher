// title_zh = "长期无人认领的需求"
// title_en = "needs unclaimed for long"
// about = "Entries of one list (needs unless another is asked) that nobody had claimed within so many days of their being put on it, still valid and open at the date. A claim withdrawn or not kept does not count. Entries whose list gives no day are to check."
// family = "due"
// [parameters.days]
// kind = "integer"
// required = false
// default = 30
// meaning_zh = "至少多少天无人认领(默认 30)"
// meaning_en = "days for which nobody claimed it, at least; default 30"
// [parameters.kind]
// required = false
// default = "need"
// meaning_zh = "清单类别的代码:need 需求(默认)、problem 问题、wish 微心愿"
// meaning_en = "code of the list: need (default), problem or wish"
// [columns]
// item = { of = "ListItem.name", title_zh = "事项编号", meaning = "id of the entry" }
// title = { of = "ListItem.name", title_zh = "事项", meaning = "its title at the date" }
// category = { of = "ListItem.category", title_zh = "事项类别", meaning = "what it is about, at the date" }
// owners = { kind = "texts", people = false, title_zh = "提出单位", meaning = "names of the bodies that it comes from" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it is for" }
// priority = { of = "ListItem.priority", title_zh = "优先级", meaning = "how urgent it is, at the date; null where its list does not say" }
// opened_on = { of = "ListItem.opened_on", title_zh = "提出", meaning = "day on which it was put on the list" }
// days_open = { kind = "integer", people = false, title_zh = "已挂天数", meaning = "days from then to the date" }
// standing = { kind = "text", people = false, title_zh = "情况", meaning = "gap, or to_check where the list gives no day" }
MATCH (e:ListItem)
WHERE e.kind = $kind AND @node_possible(e) AND coalesce(@value(e.state), 'open') = 'open'
  AND (e.valid_to IS NULL OR e.valid_to >= $as_of)
WITH e, duration.inDays(e.opened_on, $as_of).days AS days_open
WHERE days_open IS NULL OR days_open >= $days
OPTIONAL MATCH (e)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH e, days_open, p, f ORDER BY @liveness(f), p.id
WITH e, days_open, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (c:Claim)-[:CLAIM_OF]->(e)
WHERE c.claimed_on <= $as_of AND NOT (coalesce(@value(c.state), 'claimed') IN ['withdrawn', 'not_done'])
WITH e, days_open, p, count(c) AS claims
WHERE claims = 0
OPTIONAL MATCH (o)-[t:PROVIDES]->(e)
WHERE @possible(t)
WITH DISTINCT e, days_open, p, o ORDER BY o.id
WITH e, days_open, p, collect(@name(o)) AS owners
RETURN e.id AS item, @name(e) AS title, @value(e.category) AS category, owners AS owners, @name(p) AS place_name,
       @value(e.priority) AS priority, e.opened_on AS opened_on, days_open AS days_open,
       CASE WHEN days_open IS NULL THEN 'to_check' ELSE 'gap' END AS standing
ORDER BY opened_on, item
