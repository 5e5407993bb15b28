// title_zh = "一地的单位及其共建事项"
// title_en = "units of a place with their events"
// about = "Every unit located in a place, or tied to it by an event, with the events that tie it there up to the date. Announced activities that were not held do not count."
// family = "records"
// [parameters.place]
// place = true
// meaning_zh = "地点:编号、区划代码或名称"
// meaning_en = "place: id, division code or name"
// [columns]
// unit = { of = "Unit.name", title_zh = "单位编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "单位", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// located = { kind = "boolean", people = false, title_zh = "驻在本地", meaning = "whether the unit itself, or a building that it is in, is in the place" }
// events = { kind = "integer", people = false, title_zh = "事项数", meaning = "agreements and delivered activities up to the date" }
// latest = { kind = "day", people = false, title_zh = "最近一次", meaning = "latest possible day of the last of them" }
// evidence = { kind = "texts", people = false, title_zh = "事项", meaning = "date and title of each, oldest first" }
MATCH (u:Unit)
WHERE @node_possible(u)
OPTIONAL MATCH (u)-[l:LOCATED_IN]->(here:Place)
WHERE here.id IN $place_below AND @possible(l)
WITH u, count(here) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF]->(around:Place)
WHERE around.id IN $place_below AND @possible(m) AND @possible(s)
WITH u, own, count(around) AS housed
WITH u, own + housed > 0 AS located
OPTIONAL MATCH (u)-[:TOOK_PART|PARTY_TO]->(e)-[:FOR_PLACE]->(there:Place)
WHERE there.id IN $place_below AND coalesce(e.held_on, e.signed_on) <= $as_of AND coalesce(e.delivered, true)
WITH DISTINCT u, located, e
WITH u, located, e ORDER BY coalesce(e.held_on, e.signed_on), e.id
WITH u, located, count(e) AS events, max(coalesce(e.held_on, e.signed_on)) AS latest,
     collect(toString(coalesce(e.held_on, e.signed_on)) + ' ' + @name(e)) AS evidence
WHERE located OR events > 0
RETURN u.id AS unit, @name(u) AS name, @value(u.kind) AS kind, located AS located, events AS events,
       latest AS latest, evidence AS evidence
ORDER BY unit
