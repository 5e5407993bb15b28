// title_zh = "党组织的任期和所在单位"
// title_en = "terms of office and units of organisations"
// about = "Party organisations with the level of their place, how many units they are of, the years of their term, and the last day of it: as stated or extended, else reckoned from its beginning and years. Terms that end soon are in terms_due. Organisations of army units are left out."
// [columns]
// id = { of = "PartyOrganization.name", title_zh = "编号", meaning = "id of the organisation" }
// name = { of = "PartyOrganization.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place of the organisation" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "its name" }
// place_level = { of = "Place.level", title_zh = "地点级别", meaning = "level of that place at the date" }
// units = { kind = "integer", people = false, title_zh = "所在单位数", meaning = "units whose organisation it surely is" }
// units_high = { kind = "integer", people = false, title_zh = "所在单位数(至多)", meaning = "with those whose organisation it may be" }
// elected_term = { of = "PartyOrganization.elected_term", title_zh = "任期(年)", meaning = "years of the term; null where no roster says" }
// ends_on = { of = "PartyOrganization.term_ends_on", title_zh = "届满", meaning = "last day of the term or of its extension; null where no roster gives it" }
// evidence = { kind = "texts", people = false, title_zh = "单位编号", meaning = "ids of the units counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (o:PartyOrganization)
WHERE @node_possible(o) AND NOT EXISTS { MATCH (o)-[:ORGANISATION_OF]->(army:Unit) WHERE 'military' IN coalesce(army.kind_values, []) }
OPTIONAL MATCH (o)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH o, p, r ORDER BY @liveness(r), p.id
WITH o, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (o)-[t:ORGANISATION_OF]->(u:Unit)
WHERE @possible(t) AND @node_possible(u)
WITH o, p, u, max(CASE WHEN @liveness(t) = 'live' AND @node_liveness(u) = 'live' THEN 1 ELSE 0 END) AS sure
ORDER BY u.id
WITH o, p, collect(u.id) AS evidence, sum(CASE WHEN u IS NULL THEN 0 ELSE sure END) AS units, count(u) AS units_high
WITH o, p, evidence, units, units_high, @value(o.elected_term) AS years, @value(o.term_extended_to) AS extended,
     @value(o.term_ends_on) AS stated, @value(o.term_starts_on) AS begun
WITH o, p, evidence, units, units_high, years, extended,
     CASE WHEN stated IS NOT NULL THEN stated WHEN years IS NOT NULL
          THEN begun + duration({years: years}) - duration({days: 1}) END AS ends
RETURN o.id AS id, @name(o) AS name, coalesce(@value(o.kind), o.kind_values[0]) AS kind, p.id AS place,
       @name(p) AS place_name, @value(p.level) AS place_level, units AS units, units_high AS units_high,
       years AS elected_term, CASE WHEN extended > ends THEN extended ELSE ends END AS ends_on, evidence AS evidence,
       @node_liveness(o) AS liveness
ORDER BY id
