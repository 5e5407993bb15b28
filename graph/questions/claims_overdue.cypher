// title_zh = "逾期未完成的认领"
// title_en = "overdue claims"
// about = "Claims of entries for a place of the scope whose last day had passed by the date and that were neither kept, withdrawn nor given up by then."
// family = "due"
// [columns]
// claim = { kind = "text", people = false, title_zh = "认领编号", meaning = "id of the claim" }
// item = { of = "ListItem.name", title_zh = "认领事项", meaning = "title of the entry that it takes up; null while no list has it" }
// kind = { of = "ListItem.kind", title_zh = "清单类别", meaning = "the list that the entry stands in" }
// claimants = { kind = "texts", people = false, title_zh = "认领单位", meaning = "names of the bodies that claimed it" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that the entry is for" }
// claimed_on = { of = "Claim.claimed_on", title_zh = "认领", meaning = "day of the claim" }
// due_on = { of = "Claim.due_on", title_zh = "完成时限", meaning = "last day by which it was to be kept" }
MATCH (c:Claim)
WHERE c.claimed_on <= $as_of AND c.due_on < $as_of AND (c.closed_on IS NULL OR c.closed_on > $as_of)
  AND NOT (coalesce(@value(c.state), 'claimed') IN ['done', 'withdrawn', 'not_done'])
OPTIONAL MATCH (c)-[:CLAIM_OF]->(e:ListItem)
WITH c, e ORDER BY e.id
WITH c, head(collect(e)) AS e
OPTIONAL MATCH (e)-[:FOR_PLACE]->(p:Place)
WITH c, e, p ORDER BY p.id
WITH c, e, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (c)-[:CLAIMED_BY]->(o)
WITH DISTINCT c, e, p, o ORDER BY o.id
WITH c, e, p, collect(@name(o)) AS claimants
RETURN c.id AS claim, @name(e) AS item, e.kind AS kind, claimants AS claimants, @name(p) AS place_name,
       c.claimed_on AS claimed_on, c.due_on AS due_on
ORDER BY due_on, claim
