// title_zh = "一个单位与一地之间的共建事项"
// title_en = "events between a unit and a place"
// about = "Agreements and activities that tie one unit to one place up to the date, each with the unit's part in it."
// family = "records"
// roles = ["planner", "researcher", "steward", "unit"]
// [parameters.unit]
// node = "Unit"
// meaning_zh = "单位:编号或名称"
// meaning_en = "unit: id or name"
// [parameters.place]
// place = true
// meaning_zh = "地点:编号、区划代码或名称"
// meaning_en = "place: id, division code or name"
// [columns]
// event = { kind = "text", people = false, title_zh = "事项编号", meaning = "id of the event" }
// type = { kind = "text", people = false, title_zh = "类别", meaning = "Agreement or Activity" }
// title = { of = "Activity.name", title_zh = "题名", meaning = "title of the event" }
// day = { kind = "day", people = false, title_zh = "日期", meaning = "latest possible day on which it was signed or held" }
// part = { kind = "text", people = false, title_zh = "角色", meaning = "side or role of the unit" }
// direction = { of = "TOOK_PART.direction", title_zh = "方向", meaning = "who gave to whom" }
// delivered = { of = "Activity.delivered", title_zh = "已开展", meaning = "whether it was held; null where the roster does not say" }
// until = { of = "Agreement.ends_on", title_zh = "到期", meaning = "last day of an agreement" }
MATCH (u:Unit {id: $unit})-[t:TOOK_PART|PARTY_TO]->(e)-[:FOR_PLACE]->(there:Place)
WHERE there.id IN $place_below AND coalesce(e.held_on, e.signed_on) <= $as_of
RETURN DISTINCT e.id AS event, head(labels(e)) AS type, @name(e) AS title, coalesce(e.held_on, e.signed_on) AS day,
       t.role AS part, coalesce(@value(t.direction), t.direction_values[0]) AS direction, e.delivered AS delivered, e.ends_on AS until
ORDER BY day, event, part
