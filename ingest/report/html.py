"""The report as one page that needs nothing else: to be kept beside the rosters, or printed."""

from __future__ import annotations

from html import escape

from ingest.report.outline import LoadReport
from ingest.report.section import Section
from ingest.report.sections import sections

SHORT = 10
"""Characters of a cell that is never folded."""
_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:70rem;margin:2rem auto;"
    "padding:0 1rem;color:#1d1d1f}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top}.n{text-align:right;font-variant-numeric:tabular-nums}.n,.s,th{white-space:nowrap}"
    "th{background:#f5f5f5}@media print{body{margin:0;max-width:none}h2,tr{break-inside:avoid}}"
    ".mark{display:inline-block;border:2px solid #b00;color:#b00;padding:0 .5rem;font-weight:bold}"
)


def page(report: LoadReport) -> str:
    """A complete HTML document; every text is escaped, nothing is fetched."""
    head, *rest = sections(report, limit=None)
    mark = '<p class="mark">演示数据</p>' if report.synthetic else ""
    body = "\n".join(_section(each, 2) for each in rest)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(head.title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>{mark}{_section(head, 1)}\n{body}</body></html>\n"
    )


def _section(section: Section, level: int) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in section.lines)
    return f"<h{level}>{escape(section.title)}</h{level}>" + _table(section) + (f"<ul>{lines}</ul>" if lines else "")


def _table(section: Section) -> str:
    if not section.rows:
        return ""
    style = [_style(section, index) for index in range(len(section.headings))]
    heads = _cells("th", section.headings, style)
    rows = "".join(f"<tr>{_cells('td', row, style)}</tr>" for row in section.rows)
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _style(section: Section, index: int) -> str:
    """Numbers to the right; dates and single words are never folded."""
    if index in section.numeric:
        return ' class="n"'
    return ' class="s"' if all(len(row[index]) <= SHORT for row in section.rows) else ""


def _cells(tag: str, texts: tuple[str, ...], style: list[str]) -> str:
    return "".join(f"<{tag}{each}>{escape(text)}</{tag}>" for text, each in zip(texts, style, strict=True))
