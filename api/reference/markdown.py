"""Markdown: pages, tables, and the words for kinds of values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from graph.model.declare import Kind

MADE = "<!-- 由 python -m api.reference docs/reference 生成,请勿手改 | generated, do not edit -->"
KINDS = {
    Kind.TEXT: "文字 text",
    Kind.INTEGER: "整数 integer",
    Kind.NUMBER: "数 number",
    Kind.BOOLEAN: "是否 boolean",
    Kind.DAY: "日期 day",
    Kind.TEXTS: "文字集 texts",
}


def page(title: str, *parts: str) -> str:
    """A page with its title, the word that it is generated, and its parts; empty parts are left out."""
    return "\n\n".join(part for part in (f"# {title}", MADE, *parts) if part) + "\n"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]], note: str = "") -> str:
    """A table, with a note below; nothing where there are no rows."""
    cells = [[_cell(each) for each in row] for row in rows]
    if not cells:
        return ""
    lines = [[heading.replace(" | ", " ") for heading in headings], ["---"] * len(headings), *cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + (f"\n\n{note}" if note else "")


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "是 yes" if value else ""
    return str(value).replace("|", "\\|").replace("\n", " ")
