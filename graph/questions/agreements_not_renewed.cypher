// title_zh = "到期未续签的共建协议"
// title_en = "agreements not renewed"
// about = "Agreements that had ended by the date and that no later one, signed by then between the same parties for the same place, had renewed. Where the renewal has ended as well, the renewal alone is listed."
// family = "due"
// [columns]
// agreement = { kind = "text", people = false, title_zh = "协议编号", meaning = "id of the agreement" }
// title = { of = "Agreement.name", title_zh = "协议", meaning = "its title" }
// parties = { kind = "texts", people = false, title_zh = "签约方", meaning = "names of its parties" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it was for" }
// signed_on = { of = "Agreement.signed_on", title_zh = "签订", meaning = "day of signing" }
// ends_on = { of = "Agreement.ends_on", title_zh = "到期", meaning = "last day" }
MATCH (a:Agreement)
WHERE a.ends_on < $as_of
OPTIONAL MATCH (a)-[:FOR_PLACE]->(p:Place)
WITH a, p ORDER BY p.id
WITH a, head(collect(p)) AS p, collect(p.id) AS here
WHERE $whole OR p.id IN $places
MATCH (x)-[:PARTY_TO]->(a)
WITH DISTINCT a, p, here, x ORDER BY x.id
WITH a, p, here, collect(x.id) AS ids, collect(@name(x)) AS parties, head(collect(x)) AS party
OPTIONAL MATCH (party)-[:PARTY_TO]->(later:Agreement)
WHERE later.signed_on > a.signed_on AND later.signed_on <= $as_of
OPTIONAL MATCH (later)-[:FOR_PLACE]->(q:Place)
WITH DISTINCT a, p, here, ids, parties, later, q ORDER BY q.id
WITH a, p, here, ids, parties, later, collect(q.id) AS there
OPTIONAL MATCH (y)-[:PARTY_TO]->(later)
WITH DISTINCT a, p, here, ids, parties, later, there, y ORDER BY y.id
WITH a, p, here, ids, parties, later, there, collect(y.id) AS others
WITH a, p, parties, sum(CASE WHEN others = ids AND there = here THEN 1 ELSE 0 END) AS renewals
WHERE renewals = 0
RETURN a.id AS agreement, @name(a) AS title, parties AS parties, @name(p) AS place_name,
       a.signed_on AS signed_on, a.ends_on AS ends_on
ORDER BY ends_on, agreement
