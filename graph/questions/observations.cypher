// title_zh = "案例的原文数字"
// title_en = "observations of a case"
// about = "Figures that a published case prints, each as an interval with its passages; figures that do not agree name each other (口径不一)."
// family = "cases"
// roles = ["public", "planner", "researcher", "steward"]
// [parameters.case]
// required = false
// node = "Case"
// meaning_zh = "案例编号,如 beishan;不填为全部"
// meaning_en = "id of the case, such as beishan; all if empty"
// [parameters.measure]
// required = false
// meaning_zh = "指标代码,如 grids;不填为全部"
// meaning_en = "code of a measure, such as grids; all if empty"
// [columns]
// case = { kind = "text", people = false, title_zh = "案例", meaning = "title of the case" }
// observation = { kind = "text", people = false, title_zh = "编号", meaning = "id of the observation" }
// measure = { of = "Observation.measure", title_zh = "指标", meaning = "what was counted" }
// raw = { of = "Observation.raw", title_zh = "原文", meaning = "as printed" }
// low = { of = "Observation.low", title_zh = "下限", meaning = "lower bound" }
// high = { of = "Observation.high", title_zh = "上限", meaning = "upper bound; null where open" }
// low_open = { of = "Observation.low_open", title_zh = "下限不含", meaning = "the lower bound is excluded" }
// high_open = { of = "Observation.high_open", title_zh = "上限不含", meaning = "the upper bound is excluded" }
// unit = { of = "Observation.unit", title_zh = "单位", meaning = "unit of the figure" }
// of = { of = "Observation.scope_text", title_zh = "口径", meaning = "what the figure is of" }
// at = { of = "Observation.as_of", title_zh = "时点", meaning = "date that the source gives; null if none" }
// period = { of = "Observation.period", title_zh = "期间", meaning = "span of time of a flow, as the source says" }
// nature = { of = "Observation.nature", title_zh = "性质", meaning = "stock, flow, ratio, target or claim" }
// statement = { of = "Observation.statement", title_zh = "内容", meaning = "of an outcome that is claimed without a figure" }
// level = { of = "Place.level", title_zh = "所指地级别", meaning = "level of the place that it is about; null where it is about a body" }
// passages = { kind = "texts", people = false, title_zh = "段落", meaning = "paragraph and locator of each passage" }
// conflicts = { kind = "texts", people = false, title_zh = "口径不一", meaning = "figures that do not agree, as printed" }
MATCH (o:Observation)-[:STATED_IN]->(q:Passage)-[:PASSAGE_OF]->(s:Source)-[:SOURCE_OF]->(c:Case)
WHERE ($case IS NULL OR c.id = $case) AND coalesce(s.published_on, $as_of) <= $as_of
  AND ($measure IS NULL OR o.measure = $measure)
WITH DISTINCT o, c, q ORDER BY q.line, q.start, q.id
WITH o, c, collect(q.paragraph + ' ' + q.locator) AS passages
OPTIONAL MATCH (o)-[:CONFLICTS_WITH]-(x:Observation)
WITH DISTINCT o, c, passages, x ORDER BY x.id
WITH o, c, passages, collect(x.raw) AS conflicts
OPTIONAL MATCH (o)-[:ABOUT]->(about)
OPTIONAL MATCH (about)-[:LOCATED_IN|PART_OF|ABOUT]->(p:Place)
WITH o, c, passages, conflicts, about, p ORDER BY about.id
WITH o, c, passages, conflicts, collect(about.id) + collect(p.id) AS around,
     collect(CASE WHEN head(labels(about)) = 'Place' THEN @value(about.level) END) AS levels
WHERE $whole OR any(place IN around WHERE place IN $places)
RETURN o.id AS observation, @name(c) AS case, o.measure AS measure, o.raw AS raw, o.low AS low, o.high AS high,
       o.low_open AS low_open, o.high_open AS high_open, o.unit AS unit, o.scope_text AS of, o.as_of AS at,
       o.period AS period, o.nature AS nature, o.statement AS statement, head(levels) AS level,
       passages AS passages, conflicts AS conflicts
ORDER BY observation
