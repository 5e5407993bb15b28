"""Rows of the questions of events and agreements out of a snapshot, as in ``answers``."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl

from graph.evidence.snapshot.at_date import AtDate
from graph.evidence.snapshot.histories import Positions, first, taken
from graph.evidence.snapshot.parts import BODIES, EVENT_ROSTERS, TIES
from graph.evidence.snapshot.within import Within

PLACE = "place_row"
"""Holds the row number of the place while rows are made."""
_UNDELIVERED_TASK, _DELIVERED_TASK = ["referred", "not_done", "no_arrival"], ["done", "partly"]


def place_events(at: AtDate, within: Within) -> pl.DataFrame:
    """Co-building events up to the date with the place that each is for."""
    found = at.once(("place_events",), lambda: _place_events(at))
    return (found if within.whole else found.filter(pl.Series(within.holds(found[PLACE].to_numpy())))).drop(PLACE)


def place_agreements(at: AtDate, within: Within) -> pl.DataFrame:
    """Agreements signed up to the date with the place that each is for."""
    rows, place = _for_place(at, "Agreement")
    part = at.parts["Agreement"]
    found = pl.DataFrame(
        {
            "agreement": taken(part["id"], rows),
            "place": taken(at.ids("Place"), place),
            **{name: taken(part[name], rows) for name in ("signed_on", "ends_on", "cadence_days")},
            "inside": pl.Series(within.whole | within.holds(place)),
        }
    )
    return found.filter((pl.col("signed_on") <= at.as_of) & pl.col("inside")).drop("inside").unique(maintain_order=True)


def event_editions(at: AtDate, within: Within) -> pl.DataFrame:
    """Rosters of events whose scope holds the scope asked, or lies within it."""
    return within.editions(EVENT_ROSTERS).select("edition", "format", "scope", "day")


def _place_events(at: AtDate) -> pl.DataFrame:
    """All of them in order: types are in that of their names, which ids begin with."""
    kinds = (_activities(at), _claims(at), _meetings(at), _projects(at), _registrations(at), _tasks(at))
    return pl.concat(each.unique(maintain_order=True) for each in kinds)


def _activities(at: AtDate) -> pl.DataFrame:
    rows, place = _for_place(at, "Activity")
    return _framed(at, "Activity", rows, place, "kind", "held_on", "delivered").pipe(_by_then, at)


def _projects(at: AtDate) -> pl.DataFrame:
    rows, place = _for_place(at, "Project")
    found = _framed(at, "Project", rows, place, "kind", "begun_on", "completed_on")
    state = taken(at.said("Project", "state"), rows)
    ended = (pl.col("completed_on") <= at.as_of).fill_null(False)
    begun = found.with_columns(state.alias("state"), pl.col("begun_on").alias("day")).pipe(_dated, "begun_on", at)
    return _shown(
        begun.with_columns(
            pl.when(ended).then("completed_on").otherwise("earliest").alias("earliest"),
            pl.when(ended).then("completed_on").otherwise("day").alias("day"),
            pl.when(ended | pl.col("state").is_in(["under_way", "completed"]))
            .then(pl.lit(True))
            .when(pl.col("state").is_in(["planned", "withdrawn"]))
            .then(pl.lit(False))
            .alias("delivered"),
        )
    )


def _tasks(at: AtDate) -> pl.DataFrame:
    rows, place = _for_place(at, "Task")
    found = _framed(at, "Task", rows, place, "origin", "assigned_on", "closed_on").rename({"origin": "kind"})
    outcome = taken(at.said("Task", "outcome"), rows).fill_null("open")
    begun = found.with_columns(outcome.alias("state")).pipe(_dated, "assigned_on", at)
    return _closing(begun, at, "assigned_on", _UNDELIVERED_TASK, _DELIVERED_TASK)


def _claims(at: AtDate) -> pl.DataFrame:
    claims, items = _ends(at, "Claim-CLAIM_OF-ListItem")
    listed, place = _for_place(at, "ListItem")
    pairs = (
        pl.DataFrame({"claim": claims, "item": items})
        .join(pl.DataFrame({"item": listed, "place": place}), on="item")
        .sort("claim", "place", "item")
    )
    rows = pairs["claim"].to_numpy()
    found = _framed(at, "Claim", rows, pairs["place"].to_numpy(), "claimed_on", "closed_on").with_columns(
        taken(at.parts["ListItem"]["kind"], pairs["item"].to_numpy()).alias("kind"),
        taken(at.said("Claim", "state"), rows).fill_null("claimed").alias("state"),
    )
    return _closing(_dated(found, "claimed_on", at), at, "claimed_on", ["withdrawn", "not_done"], ["done"])


def _registrations(at: AtDate) -> pl.DataFrame:
    rows, place = _for_place(at, "Registration")
    found = _framed(at, "Registration", rows, place, "kind", "registered_on", "served_on")
    state = taken(at.value("Registration", "state"), rows)
    served = (pl.col("served_on") <= at.as_of).fill_null(False)
    said = pl.col("served_on").is_null() & pl.col("state").is_in(["served", "assessed"]).fill_null(False)
    day = pl.when("delivered").then("served_on").otherwise("registered_on")
    return _shown(
        found.with_columns(state.alias("state"))
        .with_columns((served | said).alias("delivered"))
        .filter(pl.col("delivered") | (pl.col("registered_on") <= at.as_of))
        .with_columns(day.alias("day"), day.alias("earliest"))
    )


def _meetings(at: AtDate) -> pl.DataFrame:
    """Meetings that are of one place alone: that of those who called it, else that of whose series it is."""
    where = pl.concat([pl.DataFrame({"label": [], "body": [], "place": []}, schema=_WHERE), *_located(at)])
    series = pl.DataFrame(dict(zip(("meeting", "series"), _ends(at, "Meeting-MEETING_IN-MeetingSeries"), strict=True)))
    called, held = [], []
    for label in BODIES:
        there = where.filter(pl.col("label") == label).drop("label")
        body, meeting = _ends(at, f"{label}-TOOK_PART-Meeting")
        called.append(pl.DataFrame({"meeting": meeting, "body": body}).join(there, on="body"))
        one, of = _ends(at, f"MeetingSeries-SERIES_OF-{label}")
        held.append(series.join(pl.DataFrame({"series": one, "body": of}), on="series").join(there, on="body"))
    conveners, owners = (pl.concat(each).select("meeting", "place").unique() for each in (called, held))
    around = pl.concat([conveners, owners.join(conveners, on="meeting", how="anti")])
    single = around.filter(pl.len().over("meeting") == 1).sort("meeting")
    rows, place = single["meeting"].to_numpy(), single["place"].to_numpy()
    found = _framed(at, "Meeting", rows, place, "level", "held_on").rename({"level": "kind"})
    return _by_then(found.with_columns(pl.lit(True).alias("delivered")), at)


_WHERE = {"label": pl.String(), "body": pl.Int64(), "place": pl.Int64()}


def _located(at: AtDate) -> Iterator[pl.DataFrame]:
    """Where bodies may be, or what they govern, by row numbers."""
    for label in BODIES:
        for kind in ("LOCATED_IN", "GOVERNS"):
            if (name := f"{label}-{kind}-Place") in TIES:
                ties = at.ties(name)
                yield pl.DataFrame({"body": ties.source, "place": ties.target}).select(
                    pl.lit(label).alias("label"), "body", "place"
                )


# --- columns --------------------------------------------------------------------------------------


def _ends(at: AtDate, name: str) -> tuple[Positions, Positions]:
    """Row numbers of the ends of all ties of a part: those of events bear no dates of their own."""
    part = at.parts[name]
    return part["source"].to_numpy().astype(np.int64), part["target"].to_numpy().astype(np.int64)


def _for_place(at: AtDate, label: str) -> tuple[Positions, Positions]:
    return _ends(at, f"{label}-FOR_PLACE-Place")


def _framed(at: AtDate, label: str, rows: Positions, place: Positions, *fields: str) -> pl.DataFrame:
    """Events with fields as they are kept, the first day on which they may have begun, and their place."""
    part = at.parts[label]
    began = at.once(("began", label), lambda: first(part["start_earliest"]))
    return pl.DataFrame(
        {
            "event": taken(part["id"], rows),
            "type": pl.repeat(label, len(rows), dtype=pl.String, eager=True),
            **{name: taken(part[name], rows) for name in fields},
            "began": taken(began, rows),
            "place": taken(at.ids("Place"), place),
            PLACE: pl.Series(place, dtype=pl.Int64),
        }
    )


def _dated(found: pl.DataFrame, day: str, at: AtDate) -> pl.DataFrame:
    """With ``earliest``, without what surely had not begun by the date."""
    earliest = pl.when(pl.col(day).is_not_null()).then(pl.coalesce("began", day))
    return found.with_columns(earliest.alias("earliest")).filter(
        pl.col(day).is_null() | (pl.col("earliest") <= at.as_of)
    )


def _by_then(found: pl.DataFrame, at: AtDate) -> pl.DataFrame:
    return _shown(_dated(found, "held_on", at).rename({"held_on": "day"}))


def _closing(found: pl.DataFrame, at: AtDate, begun: str, failed: list[str], done: list[str]) -> pl.DataFrame:
    """What is delivered on the day on which it is closed; ``state`` says how."""
    closed = (pl.col("closed_on") <= at.as_of).fill_null(False)
    said = pl.col("closed_on").is_null() & pl.col("state").is_in(done)
    delivered = (closed & ~pl.col("state").is_in(failed)) | said
    day = pl.when(delivered | closed).then("closed_on").otherwise(begun)
    return _shown(found.with_columns(delivered.alias("delivered"), day.alias("day"), day.alias("earliest")))


def _shown(found: pl.DataFrame) -> pl.DataFrame:
    return found.select("event", "type", "kind", "earliest", "day", "delivered", "place", PLACE)
