"""The report for machines."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.check.grounds import Grounds
from ingest.load.outcome import ReturnedRow
from ingest.report import grouped
from ingest.report.outline import LoadReport, balance


def machine(report: LoadReport) -> dict[str, object]:
    """The whole report as plain JSON values; ``file``, ``sheet`` and ``row`` tell where something stands."""
    return {
        "load": report.load,
        "plan": report.plan,
        "synthetic": report.synthetic,
        "nothing_new": report.counts is None,
        "counts": None
        if report.counts is None
        else {name: getattr(report.counts, name) for name in ("added", "changed", "removed", "unchanged")},
        "files": [*_machine_files(report)],
        "unchanged_files": list(report.unchanged),
        "references": [
            {
                "text": each.text,
                "types": list(each.types),
                "state": each.state,
                "rows": each.rows,
                "first": dict(zip(("file", "sheet", "row"), each.first, strict=True)),
            }
            for each in report.references
        ],
        "closures": [
            {"roster": each.roster, "closed": each.closed, "live": each.live, "large": each.large}
            for each in report.closures
        ],
        "findings": [{"code": each.code, "type": each.type, "anchors": list(each.anchors)} for each in report.findings],
        "kinds": [
            {"type": each.title_zh, "added": each.added, "changed": each.changed, "removed": each.removed}
            for each in report.kinds
        ],
        "returned": report.returned,
        "erased": report.erased,
        "returned_workbooks": [str(path) for path in report.workbooks],
        "report_page": None if report.page is None else str(report.page),
    }


def _machine_files(report: LoadReport) -> Iterator[dict[str, object]]:
    for file in report.files:
        draft = file.draft
        yield {
            "file": draft.name,
            "format": draft.format,
            "matched": list(file.matched),
            "edition": draft.edition,
            "edition_from": file.edition_from.split(" | ")[-1],
            "issuer": draft.issuer,
            "scope": draft.scope,
            "complete": draft.complete,
            "synthetic": draft.synthetic,
            "rows": dict(zip(("total", "loaded", "duplicates", "ignored", "returned"), balance(draft), strict=True)),
            "rows_open": report.open_rows.get(draft.name, 0),
            "columns_dropped": list(file.dropped),
            "columns_as_presence": list(file.as_presence),
            "columns_unknown": list(file.unknown),
            "columns_unknown_described": [
                {"heading": each.heading, "kind": each.kind, "filled": each.filled} for each in file.unknown_columns
            ],
            "sheets_unread": list(file.unread_sheets),
            "total_mismatches": [
                {name: getattr(each, name) for name in ("sheet", "row", "column", "stated", "summed")}
                for each in file.mismatches
            ],
            "ignored": dict(file.ignored),
            "taken_for": [_grounds(each) for each in file.taken_for],
            "remarks": [_group(each) for each in grouped.remarks([file])],
            "returned": [_returned(row) for row in file.returned],
        }


def _returned(row: ReturnedRow) -> dict[str, object]:
    faults = [{"column": each.column, "code": each.code, "zh": each.zh, "en": each.en} for each in row.faults]
    return {"sheet": row.sheet, "row": row.number, "faults": faults}


def _group(group: grouped.Group) -> dict[str, object]:
    """Rows of which the same is told, with the first of them."""
    said = {name: getattr(group, name) for name in ("sheet", "column", "code", "rows")}
    return {**said, "first_rows": list(group.first), "zh": group.words}


def _grounds(grounds: Grounds) -> dict[str, object]:
    other = grounds.runner_up
    return {
        "sheet": grounds.sheet,
        "format": grounds.format,
        "asked": grounds.asked,
        "matched": [{"heading": heading, "column": column} for heading, column in grounds.matched],
        "from_title": dict(grounds.from_title),
        "book": grounds.book,
        "runner_up": None
        if other is None
        else {"format": other.format, "matched": other.matched, "lacks": list(other.lacks)},
    }
