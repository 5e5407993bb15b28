// title_zh = "单位的正式党员和党组织"
// title_en = "full members of units and their organisations"
// about = "Units, other than army units, with the last count of their full members in the year before the date, and how many organisations of their own they have; a joint branch is none of their own. For stewards, who read no figures of members here: they leave as released figures and bands only (see gongjian people)."
// roles = ["steward"]
// [columns]
// id = { of = "Unit.name", title_zh = "编号", meaning = "id of the unit" }
// name = { of = "Unit.name", title_zh = "名称", meaning = "name at the date" }
// kind = { of = "Unit.kind", title_zh = "单位性质", meaning = "kind at the date" }
// operating_state = { of = "Unit.operating_state", title_zh = "经营状态", meaning = "state at the date" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of its place, else that of its building" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of that place" }
// members_full = { of = "Headcount.people", title_zh = "正式党员数", meaning = "full members at the last count; null where nobody counted" }
// organisations = { kind = "integer", people = false, title_zh = "单独组建的党组织数", meaning = "organisations that are surely its own" }
// organisations_high = { kind = "integer", people = false, title_zh = "单独组建的党组织数(至多)", meaning = "with those that may be" }
// evidence = { kind = "texts", people = false, title_zh = "党组织编号", meaning = "ids of the organisations counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (u:Unit)
WHERE @node_possible(u) AND coalesce(@value(u.kind), u.kind_values[0], '') <> 'military'
OPTIONAL MATCH (u)-[r:LOCATED_IN]->(p:Place)
WHERE @possible(r)
WITH u, p, r ORDER BY @liveness(r), p.id
WITH u, head(collect(p)) AS own
OPTIONAL MATCH (u)-[m:LOCATED_IN]->(:Building)-[s:PART_OF {role: 'administrative'}]->(q:Place)
WHERE @possible(m) AND @possible(s)
WITH u, own, q, s ORDER BY @liveness(s), q.id
WITH u, own, head(collect(q)) AS housed
WITH u, coalesce(own, housed) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (u)<-[:COUNTS]-(h:Headcount)
WHERE h.category = 'members_full' AND @node_possible(h) AND h.counted_on <= $as_of
  AND duration.inDays(h.counted_on, $as_of).days <= 366
WITH u, p, h ORDER BY h.counted_on DESC, h.id
WITH u, p, head(collect(h)) AS h
OPTIONAL MATCH (u)<-[t:ORGANISATION_OF]-(o:PartyOrganization)
WHERE @possible(t) AND @node_possible(o) AND coalesce(@value(o.kind), o.kind_values[0], '') <> 'joint_branch'
WITH u, p, h, o, max(CASE WHEN @liveness(t) = 'live' AND @node_liveness(o) = 'live' THEN 1 ELSE 0 END) AS sure
ORDER BY o.id
WITH u, p, h, collect(o.id) AS evidence, sum(CASE WHEN o IS NULL THEN 0 ELSE sure END) AS organisations,
     count(o) AS organisations_high
RETURN u.id AS id, @name(u) AS name, @value(u.kind) AS kind, @value(u.operating_state) AS operating_state, p.id AS place,
       @name(p) AS place_name, h.people AS members_full, organisations AS organisations,
       organisations_high AS organisations_high, evidence AS evidence, @node_liveness(u) AS liveness
ORDER BY id
