// title_zh = "到期未续签的共建协议"
// title_en = "agreements not renewed"
// about = "Agreements that had ended by the date, where no later one between the same parties for the same place was in force by then."
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
WITH a, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
MATCH (x)-[:PARTY_TO]->(a)
WITH a, p, x ORDER BY x.id
WITH a, p, collect(x.id) AS ids, collect(@name(x)) AS parties
OPTIONAL MATCH (a)-[:FOR_PLACE]->(:Place)<-[:FOR_PLACE]-(later:Agreement)
WHERE later.signed_on > a.signed_on AND later.signed_on <= $as_of AND coalesce(later.ends_on, $as_of) >= $as_of
OPTIONAL MATCH (y)-[:PARTY_TO]->(later)
WITH a, p, ids, parties, later, y ORDER BY y.id
WITH a, p, ids, parties, later, collect(y.id) AS others
WITH a, p, parties, sum(CASE WHEN others = ids THEN 1 ELSE 0 END) AS renewals
WHERE renewals = 0
RETURN a.id AS agreement, @name(a) AS title, parties AS parties, @name(p) AS place_name,
       a.signed_on AS signed_on, a.ends_on AS ends_on
ORDER BY ends_on, agreement
