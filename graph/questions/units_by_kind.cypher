// title_zh = "各社区单位按性质统计"
// title_en = "units by community and kind"
// about = "How many units of each kind a community has at the date, and their share of its units. Units that have closed and army units are left out, of the shares too. Those whose place is unknown are in the whole graph only."
// family = "figures"
// [columns]
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community: the unit's own, else that of its main building; null where unknown" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of that community" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date; null where not stated" }
// units = { kind = "integer", people = false, title_zh = "单位数", meaning = "units of the kind there" }
// share = { kind = "number", people = false, title_zh = "占比", meaning = "their share of all units counted there, between 0 and 1" }
MATCH (u:Unit)
WHERE @node_possible(u) AND NOT ('military' IN coalesce(u.kind_values, []))
  AND coalesce(@value(u.operating_state), '') <> 'closed'
OPTIONAL MATCH (u)-[r:LOCATED_IN {role: 'place'}]->(own:Place)
WHERE @possible(r)
WITH u, own, r ORDER BY @liveness(r), own.id
WITH u, head(collect(own)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN {role: 'main'}]->(:Building)-[s:PART_OF {role: 'administrative'}]->(housed:Place)
WHERE @possible(m) AND @possible(s)
WITH u, own, housed, m, s ORDER BY @liveness(m), @liveness(s), housed.id
WITH u, own, head(collect(housed)) AS housed
WITH @value(u.kind) AS kind, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
WITH p, kind, count(*) AS units
WITH p, collect({kind: kind, units: units}) AS kinds, sum(units) AS all_units
UNWIND kinds AS each
RETURN p.id AS place, @name(p) AS place_name, each.kind AS kind, each.units AS units,
       toFloat(each.units) / all_units AS share
ORDER BY place, kind
