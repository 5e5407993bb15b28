// title_zh = "清单事项按类别的认领情况"
// title_en = "claims by category"
// about = "Entries of one list (needs unless another is asked) that had been put on it by the date, by category: how many were claimed, how soon, and how many never were. A claim withdrawn or not kept does not count. Before the first word of a roster on the category, what it says first counts."
// family = "figures"
// [parameters.kind]
// required = false
// default = "need"
// meaning_zh = "清单类别:resource、need、service、problem、project、post 或 wish"
// meaning_en = "the list: resource, need, service, problem, project, post or wish"
// [columns]
// category = { of = "ListItem.category", title_zh = "事项类别", meaning = "what the entries are about; null where not stated" }
// opened = { kind = "integer", people = false, title_zh = "提出", meaning = "entries put on the list" }
// claimed = { kind = "integer", people = false, title_zh = "已认领", meaning = "those of them that were claimed" }
// mean_days = { kind = "number", people = false, title_zh = "平均认领天数", meaning = "mean of the days from the day an entry was put on the list to its first claim, where both are known" }
// unclaimed = { kind = "integer", people = false, title_zh = "无人认领", meaning = "those of them that nobody claimed" }
MATCH (e:ListItem)
WHERE e.kind = $kind AND (e.opened_on <= $as_of OR e.opened_on IS NULL AND @node_possible(e))
OPTIONAL MATCH (e)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH e, collect(p.id) AS around
WHERE $whole OR any(place IN around WHERE place IN $places)
OPTIONAL MATCH (c:Claim)-[:CLAIM_OF]->(e)
WHERE c.claimed_on <= $as_of AND NOT (coalesce(@value(c.state), 'claimed') IN ['withdrawn', 'not_done'])
WITH e, min(c.claimed_on) AS first
WITH coalesce(@value(e.category), e.category_values[0]) AS category, first,
     CASE WHEN first IS NOT NULL AND e.opened_on IS NOT NULL
          THEN duration.inDays(e.opened_on, first).days END AS days
RETURN category AS category, count(*) AS opened, count(first) AS claimed, avg(days) AS mean_days,
       count(*) - count(first) AS unclaimed
ORDER BY category
