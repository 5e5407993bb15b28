// title_zh = "即将到期的共建协议"
// title_en = "agreements ending soon"
// about = "Agreements in force that end within so many days of the date, and whether a later one, signed by then between the same parties for the same place, renews them. Those that have ended: agreements_not_renewed."
// family = "due"
// [parameters.days]
// kind = "integer"
// required = false
// default = 60
// meaning_zh = "多少天内到期(默认 60)"
// meaning_en = "days within which they end, default 60"
// [columns]
// agreement = { kind = "text", people = false, title_zh = "协议编号", meaning = "id of the agreement" }
// title = { of = "Agreement.name", title_zh = "协议", meaning = "its title" }
// parties = { kind = "texts", people = false, title_zh = "签约方", meaning = "names of its parties" }
// place_name = { of = "Place.name", title_zh = "面向", meaning = "place that it is for" }
// signed_on = { of = "Agreement.signed_on", title_zh = "签订", meaning = "day of signing" }
// ends_on = { of = "Agreement.ends_on", title_zh = "到期", meaning = "last day" }
// days_left = { kind = "integer", people = false, title_zh = "剩余天数", meaning = "days from the date to the last day" }
// renewed = { kind = "boolean", people = false, title_zh = "已续签", meaning = "whether a later agreement renews it" }
MATCH (a:Agreement)
WHERE a.signed_on <= $as_of AND a.ends_on >= $as_of
WITH a, duration.inDays($as_of, a.ends_on).days AS days_left
WHERE days_left <= $days
OPTIONAL MATCH (a)-[:FOR_PLACE]->(p:Place)
WITH a, days_left, p ORDER BY p.id
WITH a, days_left, head(collect(p)) AS p, collect(p.id) AS here
WHERE $whole OR p.id IN $places
MATCH (x)-[:PARTY_TO]->(a)
WITH DISTINCT a, days_left, p, here, x ORDER BY x.id
WITH a, days_left, p, here, collect(x.id) AS ids, collect(@name(x)) AS parties, head(collect(x)) AS party
OPTIONAL MATCH (party)-[:PARTY_TO]->(later:Agreement)
WHERE later.signed_on > a.signed_on AND later.signed_on <= $as_of AND coalesce(later.ends_on > a.ends_on, true)
OPTIONAL MATCH (later)-[:FOR_PLACE]->(q:Place)
WITH DISTINCT a, days_left, p, here, ids, parties, later, q ORDER BY q.id
WITH a, days_left, p, here, ids, parties, later, collect(q.id) AS there
OPTIONAL MATCH (y)-[:PARTY_TO]->(later)
WITH DISTINCT a, days_left, p, here, ids, parties, later, there, y ORDER BY y.id
WITH a, days_left, p, here, ids, parties, later, there, collect(y.id) AS others
WITH a, days_left, p, parties, sum(CASE WHEN others = ids AND there = here THEN 1 ELSE 0 END) AS renewals
RETURN a.id AS agreement, @name(a) AS title, parties AS parties, @name(p) AS place_name, a.signed_on AS signed_on,
       a.ends_on AS ends_on, days_left AS days_left, renewals > 0 AS renewed
ORDER BY ends_on, agreement
