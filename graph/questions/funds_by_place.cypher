// title_zh = "各地党建经费"
// title_en = "funds of a year by place"
// about = "Money granted by the date for one year, by place: that for the place itself, for bodies there and for venues there, each grant counted once, beside the households that live there. A grant for several places, or of which no place is known, is in the row without a place. What a place should have is a matter of standards."
// family = "figures"
// [parameters.year]
// kind = "integer"
// meaning_zh = "经费所属年度,如 2018"
// meaning_en = "year that the money is for, such as 2018"
// [columns]
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place; null: several places or none known" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// level = { of = "Place.level", title_zh = "级别", meaning = "its level at the date" }
// recipients = { kind = "texts", people = false, title_zh = "使用单位", meaning = "names of the bodies and venues that the money is for" }
// grants = { kind = "integer", people = false, title_zh = "笔数", meaning = "grants counted" }
// amount_yuan = { kind = "number", people = false, title_zh = "金额(元)", meaning = "sum of the grants, yuan" }
// households = { of = "Place.households", title_zh = "户数", meaning = "households at the date" }
// yuan_per_household = { kind = "number", people = false, title_zh = "户均(元)", meaning = "yuan per household; null where the households are not known" }
MATCH (f:Funding)
WHERE f.period STARTS WITH toString($year) AND coalesce(f.granted_on, $as_of) <= $as_of AND f.amount_yuan IS NOT NULL
OPTIONAL MATCH (f)-[:FUNDS]->(x)
OPTIONAL MATCH (x)-[r:LOCATED_IN|GOVERNS|PART_OF]->(near:Place)
WHERE NOT x:Place AND @possible(r) AND coalesce(r.role, '') <> 'service'
WITH f, x, near, r ORDER BY @liveness(r), near.id
WITH f, x, head(collect(near)) AS near
WITH f, x, CASE WHEN x:Place THEN x ELSE near END AS p ORDER BY x.id
WITH f, collect(CASE WHEN NOT x:Place THEN @name(x) END) AS recipients,
     collect(DISTINCT CASE WHEN x:Place THEN x END) AS own, collect(DISTINCT p) AS near
WITH f, recipients, CASE WHEN size(own) > 0 THEN own ELSE near END AS places
WITH f, recipients, CASE WHEN size(places) = 1 THEN places[0] END AS p
WHERE $whole OR p.id IN $places
WITH p, f, recipients ORDER BY f.id
WITH p, count(f) AS grants, sum(f.amount_yuan) AS amount, collect(recipients) AS lists
UNWIND (CASE WHEN size(lists) = 0 THEN [[]] ELSE lists END) AS names
UNWIND (CASE WHEN size(names) = 0 THEN [null] ELSE names END) AS recipient
WITH DISTINCT p, grants, amount, recipient ORDER BY recipient
WITH p, grants, amount, collect(recipient) AS recipients, @value(p.households) AS households
RETURN p.id AS place, @name(p) AS place_name, @value(p.level) AS level, recipients AS recipients, grants AS grants,
       amount AS amount_yuan, households AS households,
       CASE WHEN households > 0 THEN round(amount / households, 2) END AS yuan_per_household
ORDER BY place
