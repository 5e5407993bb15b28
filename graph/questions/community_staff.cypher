// title_zh = "社区户数与专职工作者"
// title_en = "households and officers of communities"
// about = "Communities and villages of the scope with their households and the last count of their full-time officers up to the date: that of the place itself, else that of its committee of residents or villagers, else that of its Party committee. What standards of staff are checked against. For stewards: so small a count tells of single people."
// roles = ["steward"]
// [columns]
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community or village" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its name" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date; null where not recorded" }
// officers = { of = "Headcount.people", roles = ["steward"], title_zh = "专职工作者数", meaning = "full-time officers at the last count; null where nobody counted" }
// counted_on = { of = "Headcount.counted_on", title_zh = "统计日期", meaning = "latest possible day of that count" }
// counted = { kind = "text", people = false, title_zh = "统计对象", meaning = "name of the place or body that was counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (p:Place)
WHERE @node_possible(p) AND coalesce(@value(p.level), p.level_values[0]) IN ['community', 'village']
  AND ($whole OR p.id IN $places)
OPTIONAL MATCH (s:SelfGovernanceBody)-[g:GOVERNS]->(p)
WHERE @possible(g) AND @node_possible(s) AND @value(s.kind) IN ['residents_committee', 'villagers_committee']
WITH p, collect(DISTINCT s) AS governing
OPTIONAL MATCH (o:PartyOrganization)-[r:LOCATED_IN]->(p)
WHERE @possible(r) AND @node_possible(o) AND @value(o.kind) = 'committee'
WITH p, governing, collect(DISTINCT o) AS committees
WITH p, [{counted: p, rank: 0}] + [b IN governing | {counted: b, rank: 1}] + [b IN committees | {counted: b, rank: 2}] AS bodies
UNWIND bodies AS each
WITH p, each.counted AS x, each.rank AS rank
OPTIONAL MATCH (h:Headcount {category: 'officers'})-[:COUNTS]->(x)
WHERE @node_possible(h) AND h.counted_on <= $as_of
WITH p, rank, x, h ORDER BY rank, h.counted_on DESC, x.id, h.id
WITH p, head(collect(h)) AS h, head(collect(CASE WHEN h IS NOT NULL THEN x END)) AS x
RETURN p.id AS place, @name(p) AS place_name, @value(p.households) AS households, h.people AS officers,
       h.counted_on AS counted_on, @name(x) AS counted, @node_liveness(p) AS liveness
ORDER BY place
