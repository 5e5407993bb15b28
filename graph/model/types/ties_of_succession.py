"""SUCCEEDED_BY and OVERLAPS: what became of what, and which grids cross which places."""

from __future__ import annotations

from graph.model.declare import Kind, TieType, dated, fixed

SUCCEEDED_BY = TieType(
    name="SUCCEEDED_BY",
    title_zh="沿革为",
    meaning="what took the place of a territory, grid, unit or organisation, wholly or in part",
    ends=tuple(((each,), (each,)) for each in ("Place", "Grid", "Unit", "PartyOrganization")),
    fields=(
        fixed("share", Kind.NUMBER, "划转比例", "part of the former that went to the latter, from 0 to 1"),
        fixed("document", Kind.TEXT, "批准文号", "number of the document that ordered it"),
    ),
    example="甲村 沿革为 甲社区",
)
OVERLAPS = TieType(
    name="OVERLAPS",
    title_zh="跨越",
    meaning="a grid lies in part within a place that it does not belong to",
    ends=((("Grid",), ("Place",)),),
    fields=(dated("share", Kind.NUMBER, "所占比例", "part of the grid that lies there, from 0 to 1"),),
    example="站前网格 跨越 甲社区 与 乙社区",
)
