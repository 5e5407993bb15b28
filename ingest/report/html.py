"""The report as one page that needs nothing else: to be kept beside the rosters, or printed."""

from __future__ import annotations

from html import escape

from ingest.report.outline import LoadReport
from ingest.report.sections import Section, sections

_STYLE = (
    "body{font:16px/1.6 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;max-width:70rem;margin:2rem auto;"
    "padding:0 1rem;color:#1d1d1f}h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}"
    "table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid #ddd;padding:.3rem .6rem;"
    "text-align:left;vertical-align:top;white-space:pre-line}.n{text-align:right}th{background:#f5f5f5}"
    ".mark{display:inline-block;border:2px solid #b00;color:#b00;padding:0 .5rem;font-weight:bold}"
)


def page(report: LoadReport) -> str:
    """A complete HTML document; every text is escaped, nothing is fetched."""
    head, *rest = sections(report, limit=None)
    mark = '<p class="mark">演示数据</p>' if report.synthetic else ""
    body = "\n".join(_section(each, 2) for each in rest)
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
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
    heads = "".join(_cell("th", text, index in section.numeric) for index, text in enumerate(section.headings))
    rows = "".join(
        "<tr>" + "".join(_cell("td", text, index in section.numeric) for index, text in enumerate(row)) + "</tr>"
        for row in section.rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(tag: str, text: str, numeric: bool) -> str:
    return f'<{tag} class="n">{escape(text)}</{tag}>' if numeric else f"<{tag}>{escape(text)}</{tag}>"
