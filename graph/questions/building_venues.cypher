// title_zh = "各楼栋的党建用房"
// title_en = "party-building space of buildings"
// about = "Buildings of a use with their floor area above ground and the open venues in them: what is certain beside what is possible. Buildings whose use nobody recorded are listed too. The area is not bounded above where that of a venue is unknown."
// [parameters.use]
// required = false
// default = "office"
// meaning_zh = "楼栋用途,默认 office(商务办公)"
// meaning_en = "use of the buildings, office by default"
// [columns]
// id = { of = "Building.name", title_zh = "编号", meaning = "id of the building" }
// name = { of = "Building.name", title_zh = "名称", meaning = "name at the date" }
// use = { of = "Building.use", title_zh = "用途", meaning = "use at the date; null if unknown" }
// place = { of = "Place.name", title_zh = "社区编号", meaning = "id of the community" }
// place_name = { of = "Place.name", title_zh = "社区", meaning = "name of the community" }
// area_above_ground_m2 = { of = "Building.area_above_ground_m2", title_zh = "地上建筑面积", meaning = "floor area above ground, m²" }
// venues = { kind = "integer", people = false, title_zh = "开放阵地数", meaning = "venues in it that are surely open" }
// area_m2 = { kind = "number", people = false, title_zh = "面积", meaning = "known floor area of those surely open, m²" }
// area_m2_high = { kind = "number", people = false, title_zh = "面积(至多)", meaning = "floor area with those that may be open, m²; null where one is unknown" }
// evidence = { kind = "texts", people = false, title_zh = "阵地编号", meaning = "ids of the venues counted" }
// liveness = { kind = "text", people = false, title_zh = "存续", meaning = "live or uncertain at the date" }
MATCH (b:Building)
WHERE @node_possible(b) AND coalesce(@value(b.use), $use) = $use
OPTIONAL MATCH (b)-[r:PART_OF {role: 'administrative'}]->(p:Place)
WHERE @possible(r)
WITH b, p, r ORDER BY @liveness(r), p.id
WITH b, head(collect(p)) AS p
WHERE $whole OR p.id IN $places
OPTIONAL MATCH (b)<-[l:LOCATED_IN]-(v:Venue)
WHERE @possible(l) AND @node_possible(v) AND coalesce(@value(v.opening_state), 'open') = 'open'
WITH b, p, v, @value(v.area_m2) AS area,
     max(CASE WHEN @liveness(l) = 'live' AND @node_liveness(v) = 'live' AND @value(v.opening_state) = 'open'
              THEN 1 ELSE 0 END) AS sure
ORDER BY v.id
WITH b, p, collect(v.id) AS evidence, sum(CASE WHEN v IS NULL THEN 0 ELSE sure END) AS venues,
     sum(CASE WHEN sure = 1 THEN coalesce(area, 0.0) ELSE 0.0 END) AS low, sum(coalesce(area, 0.0)) AS high,
     sum(CASE WHEN v IS NOT NULL AND area IS NULL THEN 1 ELSE 0 END) AS unknown
RETURN b.id AS id, @name(b) AS name, @value(b.use) AS use, p.id AS place, @name(p) AS place_name,
       b.area_above_ground_m2 AS area_above_ground_m2, venues AS venues, low AS area_m2,
       CASE WHEN unknown = 0 THEN high END AS area_m2_high, evidence AS evidence, @node_liveness(b) AS liveness
ORDER BY id
