"""The whole chain of reasons: the steps of all three senses for a row, and the cheapest remedy of each sense.

The steps of the organisation sense are those of ``reasons``; here are those of place and tie, with the words of
``chain_words``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from graph.analysis.coverage.chain_words import CHAIN_REMEDIES, CHAIN_STEPS, NOT_OPEN, SETTLED_BY
from graph.analysis.coverage.place_sense import PLACE_WHY, PlaceFacts
from graph.analysis.coverage.senses import SENSE_TITLES
from graph.analysis.coverage.tie_sense import TIE_OPEN
from graph.analysis.walking.methods import METHODS
from graph.analysis.walking.nearest import nearest
from graph.analysis.walking.parameters import Walk
from graph.errors import WrongUsage

Step = dict[str, Any]

_TEXT = {name: pl.String for name in ("sense", "step", "zh", "en")}
CHAIN_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "id": pl.String,
    "pattern": pl.String,
    "reasons": pl.List(pl.Struct({**_TEXT, "met": pl.Boolean, "evidence": pl.List(pl.String)})),
    "remedies": pl.List(
        pl.Struct(
            {"sense": pl.String, "code": pl.String, "zh": pl.String, "en": pl.String, "evidence": pl.List(pl.String)}
        )
    ),
}


def with_candidates(senses: pl.DataFrame, facts: PlaceFacts, walk: Walk) -> pl.DataFrame:
    """Rows of buildings with the nearest venue that could be opened, within reach of those beyond an open one.

    Columns added: ``candidate``, ``candidate_name``, ``candidate_state`` (of ``NOT_OPEN``), ``candidate_metres``.
    """
    idle = facts.venues.filter(pl.col("opening_state").is_in(list(NOT_OPEN)) & (pl.col("liveness") == "live"))
    beyond = senses.filter(pl.col("place_sense") == "no")["id"]
    walks = facts.walks.of(facts.walks.origins["id"].is_in(beyond.implode()))
    found = nearest(walks.to(idle["id"]).precise(walk.least_precision), walk, at_most=walk.reach())
    named = found.select(
        pl.col("origin").alias("id"), pl.col("venue").alias("candidate"), pl.col("metres").alias("candidate_metres")
    ).join(
        idle.select(
            pl.col("id").alias("candidate"),
            pl.col("name").alias("candidate_name"),
            pl.col("opening_state").alias("candidate_state"),
        ),
        on="candidate",
        how="left",
    )
    return senses.join(named, on="id", how="left", maintain_order="left")


def whole_chain(
    senses: pl.DataFrame, explained: pl.DataFrame, ties: Mapping[str, Step], limit: float, only: str | None = None
) -> pl.DataFrame:
    """Reasons and remedies over all senses for the rows of ``senses``; see ``CHAIN_SCHEMA``.

    ``senses`` are rows of buildings or units with their senses and, where a way is told, the columns of it;
    ``explained`` is what ``explain`` says of the same ids; ``ties`` the row of the tie sense by community id;
    ``limit`` the minutes on foot. ``only`` names one sense. Raises ``WrongUsage`` for a sense that there is not.
    """
    wanted = senses_of(only)
    by_id = {row["id"]: row for row in explained.iter_rows(named=True)}
    rows = [_row(row, by_id.get(row["id"]), ties, limit, wanted) for row in senses.iter_rows(named=True)]
    return pl.DataFrame(rows, schema=CHAIN_SCHEMA, orient="row")


def senses_of(only: str | None) -> tuple[str, ...]:
    """The senses meant: one, or all of them; ``WrongUsage`` for any other word."""
    if only is None:
        return tuple(SENSE_TITLES)
    if only not in SENSE_TITLES:
        known = ", ".join(SENSE_TITLES)
        raise WrongUsage(f"覆盖的含义只能是:{known}。", f"a sense is one of: {known}.")
    return (only,)


def _row(row: Step, explained: Step | None, ties: Mapping[str, Step], limit: float, wanted: tuple[str, ...]) -> Step:
    steps: list[Step] = []
    remedies: list[Step] = []
    if "organisation" in wanted and explained is not None:
        steps += [{**step, "sense": "organisation"} for step in explained["reasons"] if step["zh"]]
        if explained["remedy"] is not None:
            remedies.append({**explained["remedy"], "sense": "organisation"})
    if "place" in wanted:
        steps += _place_steps(row, limit)
        remedies += _place_remedy(row)
    if "tie" in wanted:
        tie = ties.get(row["community"]) if row["community"] is not None else None
        steps += _tie_steps(tie)
        remedies += _tie_remedy(tie)
    return {"id": row["id"], "pattern": row["pattern"], "reasons": steps, "remedies": remedies}


# --- place ----------------------------------------------------------------------------------------


def _place_steps(row: Step, limit: float) -> list[Step]:
    met = _BITS[row["place_sense"]]
    venue = [row["venue"]] if row.get("venue") is not None else []
    if "metres" not in row and met is not None:
        return [_step("place", "premises_within", met, [], {"limit": f"{limit:g}"})]
    if row.get("metres") is None and met is False:
        return [_step("place", "no_venue", False, [], {})]
    why, why_en = _why(row)
    zh, en = METHODS.get(row.get("method") or "", ("", ""))
    said = {
        "venue_name": row.get("venue_name") or "",
        "metres": _number(row.get("metres"), 0),
        "minutes": _number(row.get("minutes"), 1),
        "method": zh.split("(")[0],
        "method_en": en.split(":")[0],
        "limit": f"{limit:g}",
        "why": why,
        "why_en": why_en,
        "so_far": "",
        "so_far_en": "",
    }
    if row.get("metres") is not None:
        said["so_far"] = ";已知最近的是{venue_name},{metres} 米({method})".format_map(said)
        said["so_far_en"] = "; the nearest known is {venue_name}, {metres} m ({method_en})".format_map(said)
    steps = [_step("place", "venue_within", met, venue, said)]
    if met is not None:
        elders = {**said, "minutes": _number(row.get("minutes_elders"), 1)}
        steps.append(_step("place", "venue_within_for_elders", _BITS[row["elders_sense"]], venue, elders))
    return steps


_BITS = {"yes": True, "no": False, "to_check": None}


def _why(row: Step) -> tuple[str, str]:
    """Why the place sense is open; of a unit it is open with that of the buildings that it is in."""
    return PLACE_WHY.get(
        row.get("why") or "", ("所在楼栋不详或待核实", "its building is not known or itself to be checked")
    )


def _number(value: float | None, digits: int) -> str:
    return "" if value is None else f"{value:.{digits}f}"


def _place_remedy(row: Step) -> list[Step]:
    if row["place_sense"] == "yes":
        return []
    if row["place_sense"] == "no":
        return [_nearby(row)]
    code = SETTLED_BY.get(row.get("why") or "", "locate_premises")
    venue = row.get("possible_venue")
    return [_remedy("place", code, [venue] if code == "confirm_opening" and venue is not None else [])]


def _nearby(row: Step) -> Step:
    """To open what is there within reach but is not open yet, else to build."""
    if row.get("candidate") is None:
        return _remedy("place", "open_venue", [])
    state, state_en = NOT_OPEN[row["candidate_state"]]
    said = {"name": row["candidate_name"] or "", "metres": _number(row["candidate_metres"], 0)}
    return _remedy("place", "open_candidate", [row["candidate"]], {**said, "state": state, "state_en": state_en})


# --- tie ------------------------------------------------------------------------------------------


def _tie_steps(tie: Step | None) -> list[Step]:
    if tie is None:
        said = {"days": 365, "why": "所属社区未登记", "why_en": "the community it belongs to is not recorded"}
        return [_step("tie", "event_within", None, [], said)]
    standing, agreements = tie["standing"], tie["agreements"]
    met = {"kept": True, "to_check": None}.get(standing, False)
    codes = tie["to_check_because"]
    said = {
        "days": tie["cadence_days"],
        "last": tie["last_day"] or "未见记录",
        "last_en": tie["last_day"] or "none recorded",
        "why": "、".join(TIE_OPEN[code][0] for code in codes),
        "why_en": ", ".join(TIE_OPEN[code][1] for code in codes),
    }
    last = [tie["last_event"]] if tie["last_event"] is not None else []
    acted = met if agreements else None
    steps = [_step("tie", "event_within", met, last, said)]
    if not agreements or acted is not None:
        steps.append(_step("tie", "agreement_acted_on", acted, agreements, said))
    return steps


def _tie_remedy(tie: Step | None) -> list[Step]:
    if tie is None:
        return [_remedy("tie", "locate_community", [])]
    if tie["standing"] == "kept":
        return []
    if tie["standing"] == "to_check":
        return [_remedy("tie", SETTLED_BY[tie["to_check_because"][0]], [])]
    if tie["standing"] == "signed_not_acted":
        return [_remedy("tie", "act_on_agreement", tie["agreements"])]
    return [_remedy("tie", "hold_event", [])]


def _step(sense: str, code: str, met: bool | None, evidence: Iterable[str], said: Mapping[str, object]) -> Step:
    zh, en = CHAIN_STEPS[code][{True: 0, False: 1, None: 2}[met]]
    return {
        "sense": sense,
        "step": code,
        "met": met,
        "zh": zh.format_map(said),
        "en": en.format_map(said),
        "evidence": list(evidence),
    }


def _remedy(sense: str, code: str, evidence: list[str], said: Mapping[str, object] | None = None) -> Step:
    zh, en = (words.format_map(said or {}) for words in CHAIN_REMEDIES[code])
    return {"sense": sense, "code": code, "zh": zh, "en": en, "evidence": evidence}
