"""What the person who loads says of the files; what they do not say is read from the files themselves."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.time import Moment

ISSUER = "本单位"


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Options of one Load; see ``gongjian load --help``."""

    edition: Moment | None = None
    complete: bool | None = None
    issuer: str | None = None
    scope: str | None = None
    format: str | None = None
    replaces: int | None = None
    adds_to: int | None = None
