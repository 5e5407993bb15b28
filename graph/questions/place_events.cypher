// title_zh = "各地的共建事项"
// title_en = "events of places"
// about = "Co-building events up to the date with the place that each is for, and whether it was delivered. An activity is delivered where its roster says so; a meeting where it was held (its place is that of those who called it, if that is one place alone, else it is left out); a project on its start where it is under way or completed, and on its completion; a task, a claim of an entry of a list and a registration on the day on which they were closed, kept or served, and not before."
// [columns]
// event = { kind = "text", people = false, title_zh = "事项编号", meaning = "id of the event" }
// type = { kind = "text", people = false, title_zh = "类别", meaning = "Activity, Meeting, Project, Task, Claim or Registration" }
// kind = { kind = "text", people = false, title_zh = "种类", meaning = "kind of the activity, project or registration, origin of the task, kind of the entry claimed" }
// earliest = { kind = "day", people = false, title_zh = "最早日期", meaning = "earliest possible day of it; null where no day is known" }
// day = { kind = "day", people = false, title_zh = "日期", meaning = "latest possible day of its delivery, else of its announcement; null where no day is known" }
// delivered = { kind = "boolean", people = false, title_zh = "已开展", meaning = "whether it was delivered by the date; null where the roster does not say" }
// place = { of = "Place.name", title_zh = "地点编号", meaning = "id of the place that it is for" }
CALL {
  MATCH (e:Activity)-[:FOR_PLACE]->(p:Place)
  WHERE e.held_on IS NULL OR coalesce(e.start_earliest[0], e.held_on) <= $as_of
  RETURN e.id AS event, 'Activity' AS type, e.kind AS kind,
         CASE WHEN e.held_on IS NOT NULL THEN coalesce(e.start_earliest[0], e.held_on) END AS earliest,
         e.held_on AS day, e.delivered AS delivered, p.id AS place
  UNION ALL
  MATCH (e:Meeting)
  WHERE e.held_on IS NULL OR coalesce(e.start_earliest[0], e.held_on) <= $as_of
  OPTIONAL MATCH (e)<-[:TOOK_PART {role: 'convener'}]-()-[r:LOCATED_IN|GOVERNS]->(p:Place)
  WHERE @possible(r)
  WITH e, collect(DISTINCT p.id) AS called
  OPTIONAL MATCH (e)-[:MEETING_IN]->(:MeetingSeries)-[:SERIES_OF]->()-[r:LOCATED_IN|GOVERNS]->(p:Place)
  WHERE @possible(r)
  WITH e, called, collect(DISTINCT p.id) AS held
  WITH e, CASE WHEN size(called) > 0 THEN called ELSE held END AS around
  WHERE size(around) = 1
  RETURN e.id AS event, 'Meeting' AS type, e.level AS kind,
         CASE WHEN e.held_on IS NOT NULL THEN coalesce(e.start_earliest[0], e.held_on) END AS earliest,
         e.held_on AS day, true AS delivered, around[0] AS place
  UNION ALL
  MATCH (e:Project)-[:FOR_PLACE]->(p:Place)
  WHERE e.begun_on IS NULL OR coalesce(e.start_earliest[0], e.begun_on) <= $as_of
  WITH e, p, coalesce(@value(e.state), e.state_values[0]) AS state, coalesce(e.completed_on <= $as_of, false) AS ended
  RETURN e.id AS event, 'Project' AS type, e.kind AS kind,
         CASE WHEN ended THEN e.completed_on
              WHEN e.begun_on IS NOT NULL THEN coalesce(e.start_earliest[0], e.begun_on) END AS earliest,
         CASE WHEN ended THEN e.completed_on ELSE e.begun_on END AS day,
         CASE WHEN ended OR state IN ['under_way', 'completed'] THEN true
              WHEN state IN ['planned', 'withdrawn'] THEN false END AS delivered, p.id AS place
  UNION ALL
  MATCH (e:Task)-[:FOR_PLACE]->(p:Place)
  WHERE e.assigned_on IS NULL OR coalesce(e.start_earliest[0], e.assigned_on) <= $as_of
  WITH e, p, coalesce(@value(e.outcome), e.outcome_values[0], 'open') AS outcome,
       coalesce(e.closed_on <= $as_of, false) AS closed
  WITH e, p, closed, (closed AND NOT outcome IN ['referred', 'not_done', 'no_arrival'])
                     OR (e.closed_on IS NULL AND outcome IN ['done', 'partly']) AS delivered
  WITH e, p, delivered, CASE WHEN delivered OR closed THEN e.closed_on ELSE e.assigned_on END AS day
  RETURN e.id AS event, 'Task' AS type, e.origin AS kind, day AS earliest, day AS day, delivered AS delivered,
         p.id AS place
  UNION ALL
  MATCH (e:Claim)-[:CLAIM_OF]->(i:ListItem)-[:FOR_PLACE]->(p:Place)
  WHERE e.claimed_on IS NULL OR coalesce(e.start_earliest[0], e.claimed_on) <= $as_of
  WITH e, i, p, coalesce(@value(e.state), e.state_values[0], 'claimed') AS state,
       coalesce(e.closed_on <= $as_of, false) AS closed
  WITH e, i, p, closed, (closed AND NOT state IN ['withdrawn', 'not_done'])
                        OR (e.closed_on IS NULL AND state = 'done') AS delivered
  WITH e, i, p, delivered, CASE WHEN delivered OR closed THEN e.closed_on ELSE e.claimed_on END AS day
  RETURN e.id AS event, 'Claim' AS type, i.kind AS kind, day AS earliest, day AS day, delivered AS delivered,
         p.id AS place
  UNION ALL
  MATCH (e:Registration)-[:FOR_PLACE]->(p:Place)
  WITH e, p, coalesce(@value(e.state), 'unregistered') AS state, coalesce(e.served_on <= $as_of, false) AS served
  WITH e, p, served OR (e.served_on IS NULL AND state IN ['served', 'assessed']) AS delivered
  WHERE delivered OR e.registered_on <= $as_of
  WITH e, p, delivered, CASE WHEN delivered THEN e.served_on ELSE e.registered_on END AS day
  RETURN e.id AS event, 'Registration' AS type, e.kind AS kind, day AS earliest, day AS day, delivered AS delivered,
         p.id AS place
}
WITH DISTINCT event, type, kind, earliest, day, delivered, place
WHERE $whole OR place IN $places
RETURN event AS event, type AS type, kind AS kind, earliest AS earliest, day AS day, delivered AS delivered,
       place AS place
ORDER BY event, place
