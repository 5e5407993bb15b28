"""The table of event types and layers: ``layers.toml``, read once and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from graph.errors import WrongUsage

FILE = Path(__file__).with_suffix(".toml")
LAYERS = ("organisation", "place", "project", "activity", "people", "goods")
"""The six layers of design §5.2, in its order."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer with its words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class EventType:
    """A type of event: its layer, the layers of kinds that differ, and the formats of rosters that list it."""

    name: str
    layer: str
    kinds: Mapping[str, str]
    rosters: tuple[str, ...]

    @property
    def layers(self) -> frozenset[str]:
        """Every layer that an event of this type may belong to."""
        return frozenset({self.layer, *self.kinds.values()})


@dataclass(frozen=True, slots=True)
class Layers:
    """The table in one version."""

    version: str
    layers: Mapping[str, Layer]
    types: Mapping[str, EventType]

    def layer_of(self, type_: str, kind: str | None) -> str | None:
        """Layer of an event; None for a type that the table does not know."""
        found = self.types.get(type_)
        return None if found is None else found.kinds.get(kind or "", found.layer)

    def with_layer(self, events: pl.DataFrame) -> pl.DataFrame:
        """The frame with ``layer``, from its columns ``type`` and ``kind``."""
        pairs = events.select("type", "kind").unique()
        found = [self.layer_of(type_, kind) for type_, kind in pairs.iter_rows()]
        known = pairs.with_columns(pl.Series("layer", found, pl.String))
        return events.join(known, on=["type", "kind"], how="left", nulls_equal=True, maintain_order="left")

    def rosters(self, layer: str | None = None) -> frozenset[str]:
        """Formats of rosters that can list events of a layer, or of any; WrongUsage for a layer that there is not."""
        if layer is not None and layer not in self.layers:
            known = "、".join(self.layers)
            raise WrongUsage(f"共建类别只能是:{known}。", f"layer must be one of: {', '.join(self.layers)}.")
        wanted = [each for each in self.types.values() if layer is None or layer in each.layers]
        return frozenset(roster for each in wanted for roster in each.rosters)


@cache
def layers() -> Layers:
    """The table as shipped."""
    return read(FILE)


def read(path: Path) -> Layers:
    """Read a table; ValueError where a type names a layer that is none of the six, or one of the six is missing."""
    found = tomllib.loads(path.read_text("utf-8"))
    known = {code: Layer(code, words["zh"], words["en"]) for code, words in found["layers"].items()}
    types = {
        name: EventType(name, row["layer"], dict(row.get("kinds", {})), tuple(row["rosters"]))
        for name, row in found["types"].items()
    }
    named = {layer for each in types.values() for layer in each.layers}
    if tuple(known) != LAYERS or not named <= set(known):
        raise ValueError(f"{path.name}: layers are {', '.join(LAYERS)}; found {sorted(set(known) | named)}")
    return Layers(found["version"], known, types)
