"""What the person who loads says of the files; what they do not say is read from the files themselves."""

from __future__ import annotations

from dataclasses import dataclass

from graph.model.time import Moment

ISSUER = "本单位"
REVIEW = "review"
"""Format of the workbook in which a steward decides on names: no roster, and no folder of ``ingest.formats``."""


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
    sheet_formats: tuple[tuple[str, str], ...] = ()
    """Name of a sheet → name of its format; what ``format`` says holds for the other sheets."""
    keyed_members: bool = False
    """Rosters of members may be kept under pseudonyms; refused otherwise."""

    def format_of(self, sheet: str) -> str | None:
        """The format that was asked for, or None where the sheet's own headings decide."""
        return dict(self.sheet_formats).get(sheet, self.format)
