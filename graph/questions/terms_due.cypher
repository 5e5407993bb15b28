// title_zh = "换届到期的组织"
// title_en = "terms of office due"
// about = "Bodies that are elected for a term (committees, general branches and branches of the Party; committees of residents, villagers and owners) whose term had ended by the date or ends within so many days; an approved extension counts in place of the end and is told. Where a roster gives the beginning and the years, the end is reckoned from them. Those of which no roster gives the end are listed as to check. Organisations of army units are left out."
// family = "due"
// [parameters.days]
// kind = "integer"
// required = false
// default = 180
// meaning_zh = "多少天内到期的也列出(默认 180)"
// meaning_en = "days within which a term may end to be listed, default 180"
// [columns]
// body = { kind = "text", people = false, title_zh = "组织编号", meaning = "id of the body" }
// name = { kind = "text", people = false, title_zh = "组织", meaning = "its name" }
// kind = { of = "PartyOrganization.kind", title_zh = "组织类别", meaning = "kind at the date" }
// place_name = { of = "Place.name", title_zh = "地点", meaning = "place of the body" }
// began_on = { of = "PartyOrganization.term_starts_on", title_zh = "本届起始", meaning = "day on which the term began; null where the roster does not say" }
// years = { of = "PartyOrganization.elected_term", title_zh = "任期(年)", meaning = "years of the term; null where the roster does not say" }
// due_on = { of = "PartyOrganization.term_ends_on", title_zh = "届满", meaning = "last day of the term: as stated, else reckoned from its beginning and years" }
// reckoned = { kind = "boolean", people = false, title_zh = "按任期推算", meaning = "whether the last day was reckoned and not stated" }
// extended_to = { of = "PartyOrganization.term_extended_to", title_zh = "批准延期至", meaning = "last day of an approved extension; null where the roster tells of none" }
// days_left = { kind = "integer", people = false, title_zh = "剩余天数", meaning = "days from the date to the end of the term or of its extension; negative: so many days overdue" }
// standing = { kind = "text", people = false, title_zh = "情况", meaning = "overdue, extended (overdue but for an extension), due (within the days asked) or to_check" }
MATCH (o)
WHERE (o:PartyOrganization AND @value(o.kind) IN ['committee', 'general_branch', 'branch', 'joint_branch', 'industry_committee']
    OR o:SelfGovernanceBody AND @value(o.kind) IN ['residents_committee', 'villagers_committee', 'owners_committee'])
  AND @node_possible(o) AND NOT EXISTS { MATCH (o)-[:ORGANISATION_OF]->(army:Unit) WHERE 'military' IN coalesce(army.kind_values, []) }
WITH o, @value(o.term_starts_on) AS began_on, @value(o.elected_term) AS years, @value(o.term_ends_on) AS stated,
     @value(o.term_extended_to) AS extended_to
WITH o, began_on, years, extended_to, stated IS NULL AS unstated,
     CASE WHEN stated IS NULL AND years IS NOT NULL THEN began_on + duration({years: years}) - duration({days: 1})
          ELSE stated END AS due_on
WITH o, began_on, years, extended_to, due_on, CASE WHEN due_on IS NOT NULL THEN unstated END AS reckoned,
     CASE WHEN extended_to > due_on THEN extended_to ELSE due_on END AS last
WITH o, began_on, years, extended_to, due_on, reckoned, duration.inDays($as_of, last).days AS days_left
WHERE days_left IS NULL OR days_left <= $days
OPTIONAL MATCH (o)-[r:LOCATED_IN|GOVERNS]->(p:Place)
WHERE @possible(r)
WITH o, began_on, years, extended_to, due_on, reckoned, days_left, p, r ORDER BY @liveness(r), p.id
WITH o, began_on, years, extended_to, due_on, reckoned, days_left, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
RETURN o.id AS body, @name(o) AS name, @value(o.kind) AS kind, @name(p) AS place_name, began_on AS began_on,
       years AS years, due_on AS due_on, reckoned AS reckoned, extended_to AS extended_to, days_left AS days_left,
       CASE WHEN days_left IS NULL THEN 'to_check' WHEN days_left < 0 THEN 'overdue'
            WHEN due_on < $as_of THEN 'extended' ELSE 'due' END AS standing
ORDER BY due_on, body
