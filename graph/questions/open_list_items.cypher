// title_zh = "还没有人认领的清单事项"
// title_en = "list items nobody has claimed"
// about = "Entries of the lists that were open at the date: still valid, not called claimed, met, withdrawn or expired by their list, and without a claim other than one withdrawn or not kept."
// family = "due"
// [columns]
// item = { of = "ListItem.name", title_zh = "事项编号", meaning = "id of the entry" }
// kind = { of = "ListItem.kind", title_zh = "清单类别", meaning = "the list that it stands in" }
// title = { of = "ListItem.name", title_zh = "事项", meaning = "its title at the date" }
// category = { of = "ListItem.category", title_zh = "事项类别", meaning = "what it is about, at the date" }
// owners = { kind = "texts", people = false, title_zh = "提出单位", meaning = "names of the bodies that it comes from" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it is for" }
// quantity = { of = "ListItem.quantity", title_zh = "数量", meaning = "how much or how many, at the date" }
// quantity_unit = { of = "ListItem.quantity_unit", title_zh = "计量单位", meaning = "what the quantity counts" }
// priority = { of = "ListItem.priority", title_zh = "优先级", meaning = "how urgent it is, at the date" }
// opened_on = { of = "ListItem.opened_on", title_zh = "提出", meaning = "day on which it was put on the list" }
// valid_to = { of = "ListItem.valid_to", title_zh = "有效期至", meaning = "last day on which it may be taken up; null where none is given" }
MATCH (e:ListItem)
WHERE @node_possible(e) AND coalesce(@value(e.state), 'open') = 'open'
  AND (e.opened_on IS NULL OR e.opened_on <= $as_of) AND (e.valid_to IS NULL OR e.valid_to >= $as_of)
OPTIONAL MATCH (e)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH e, p, f ORDER BY @liveness(f), p.id
WITH e, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (c:Claim)-[:CLAIM_OF]->(e)
WHERE c.claimed_on <= $as_of AND NOT (coalesce(@value(c.state), 'claimed') IN ['withdrawn', 'not_done'])
WITH e, p, count(c) AS claims
WHERE claims = 0
OPTIONAL MATCH (o)-[t:PROVIDES]->(e)
WHERE @possible(t)
WITH DISTINCT e, p, o ORDER BY o.id
WITH e, p, collect(@name(o)) AS owners
RETURN e.id AS item, e.kind AS kind, @name(e) AS title, @value(e.category) AS category, owners AS owners,
       @name(p) AS place_name, @value(e.quantity) AS quantity, e.quantity_unit AS quantity_unit,
       @value(e.priority) AS priority, e.opened_on AS opened_on, e.valid_to AS valid_to
ORDER BY item
