// title_zh = "单位报到按月统计"
// title_en = "registrations of units by month"
// about = "How many units had registered with each community in each month up to the date, and who received them. Months without a registration, and registrations without a day, have no row. Serving members who registered are not counted here."
// family = "figures"
// [columns]
// year = { kind = "integer", people = false, title_zh = "年", meaning = "year of the latest possible day of registering" }
// month = { kind = "integer", people = false, title_zh = "月", meaning = "month of that year, 1 to 12" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "its name" }
// receivers = { kind = "texts", people = false, title_zh = "接收党组织", meaning = "names of the organisations that received them" }
// registrations = { kind = "integer", people = false, title_zh = "报到单位数", meaning = "units that registered in the month" }
MATCH (r:Registration {kind: 'unit'})
WHERE r.registered_on <= $as_of AND coalesce(@value(r.state), '') <> 'unregistered'
OPTIONAL MATCH (r)-[f:FOR_PLACE]->(p:Place)
WHERE @possible(f)
WITH r, p, f ORDER BY @liveness(f), p.id
WITH r, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (r)-[:RECEIVED_BY]->(o:PartyOrganization)
WITH r.registered_on.year AS year, r.registered_on.month AS month, p, r, o ORDER BY o.id
WITH year, month, p, count(DISTINCT r) AS registrations, collect(DISTINCT @name(o)) AS receivers
RETURN year AS year, month AS month, p.id AS place, @name(p) AS place_name, receivers AS receivers,
       registrations AS registrations
ORDER BY year, month, place
