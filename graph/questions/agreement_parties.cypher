// title_zh = "共建协议的签约方"
// title_en = "parties of agreements"
// about = "Parties of each agreement for a place of the scope, one row each: named bodies, and sets that a source counts without naming its members, with the size printed; no member of a set is invented."
// family = "records"
// [columns]
// agreement = { kind = "text", people = false, title_zh = "协议编号", meaning = "id of the agreement" }
// title = { of = "Agreement.name", title_zh = "协议", meaning = "its title" }
// party_name = { kind = "text", people = false, title_zh = "签约方", meaning = "name of the party" }
// party_type = { kind = "text", people = false, title_zh = "签约方类别", meaning = "node type of the party; Cohort is a set" }
// side = { kind = "text", people = false, title_zh = "签约角色", meaning = "side as recorded" }
// size_low = { kind = "number", people = false, title_zh = "数目下限", meaning = "of a set: how many it holds, lower bound" }
// size_high = { kind = "number", people = false, title_zh = "数目上限", meaning = "upper bound" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that the agreement is for" }
// signed_on = { of = "Agreement.signed_on", title_zh = "签订", meaning = "day of signing; null if no source says" }
// party = { kind = "text", people = false, title_zh = "签约方编号", meaning = "id of the party" }
MATCH (x)-[t:PARTY_TO]->(a:Agreement)
WHERE coalesce(a.signed_on, $as_of) <= $as_of
OPTIONAL MATCH (a)-[:FOR_PLACE]->(p:Place)
WITH x, t, a, p ORDER BY p.id
WITH x, t, a, collect(p.id) AS here, head(collect(p)) AS p
WHERE $whole OR any(place IN here WHERE place IN $places)
OPTIONAL MATCH (o:Observation {measure: 'agreement_parties'})-[:ABOUT]->(x)
WHERE head(labels(x)) = 'Cohort'
RETURN a.id AS agreement, @name(a) AS title, @name(x) AS party_name, head(labels(x)) AS party_type, t.role AS side,
       min(o.low) AS size_low, max(o.high) AS size_high, @name(p) AS place_name, a.signed_on AS signed_on, x.id AS party
ORDER BY agreement, party, side
