"""Frames of the place and the tie sense, as their modules give them."""

from __future__ import annotations

from datetime import date

import polars as pl

WAY = ("metres", "minutes", "minutes_elders")
TEXTS = ("venue", "venue_name", "possible_venue", "method", "precision", "why")


def access(**standing: str | tuple[str, str]) -> pl.DataFrame:
    """The frame of the place sense: a standing for each building, or (standing, why)."""
    rows = []
    for each, told in standing.items():
        found, why = told if isinstance(told, tuple) else (told, None)
        near = {"metres": 540.0, "minutes": 9.0, "minutes_elders": 12.0, "venue": "v", "venue_name": "站"}
        rows.append(
            {
                "id": each,
                "standing": found,
                "standing_elders": found,
                **dict.fromkeys((*WAY, *TEXTS)),
                **(near if found != "to_check" else {}),
                "method": "estimate",
                "why": why,
            }
        )
    schema = {each: pl.String for each in ("id", "standing", "standing_elders", *TEXTS)} | dict.fromkeys(
        WAY, pl.Float64
    )
    return pl.DataFrame(rows, schema=schema)


def ties(**standing: str) -> pl.DataFrame:
    rows = [
        {
            "place": each,
            "standing": found,
            "cadence_days": 90,
            "since": date(2026, 3, 3),
            "events": int(found == "kept"),
            "last_event": "e" if found == "kept" else None,
            "last_day": date(2026, 5, 1) if found == "kept" else None,
            "agreements": ["a"] if found == "signed_not_acted" else [],
            "first_due_on": None,
            "to_check_because": ["delivered_unknown"] if found == "to_check" else [],
        }
        for each, found in standing.items()
    ]
    schema = {"place": pl.String, "standing": pl.String, "cadence_days": pl.Int64, "since": pl.Date, "events": pl.Int64}
    schema |= {"last_event": pl.String, "last_day": pl.Date, "agreements": pl.List(pl.String)}
    return pl.DataFrame(rows, schema={**schema, "first_due_on": pl.Date, "to_check_because": pl.List(pl.String)})
