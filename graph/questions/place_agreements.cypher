// title_zh = "各地的共建协议"
// title_en = "agreements of places"
// about = "Agreements signed up to the date with the place that each is for, their term and cadence; one without a day of signing is left out, because it is not known whether it is in force."
// [columns]
// agreement = { kind = "text", people = false, title_zh = "协议编号", meaning = "id of the agreement" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place that it is for" }
// signed_on = { of = "Agreement.signed_on", title_zh = "签订", meaning = "latest possible day of signing" }
// ends_on = { of = "Agreement.ends_on", title_zh = "到期", meaning = "last day; null where none was agreed" }
// cadence_days = { of = "Agreement.cadence_days", title_zh = "约定频次(天)", meaning = "days within which an event is due; null where none was agreed" }
MATCH (a:Agreement)-[:FOR_PLACE]->(p:Place)
WHERE a.signed_on <= $as_of AND ($whole OR p.id IN $places)
WITH DISTINCT a, p
RETURN a.id AS agreement, p.id AS place, a.signed_on AS signed_on, a.ends_on AS ends_on,
       a.cadence_days AS cadence_days
ORDER BY agreement, place
