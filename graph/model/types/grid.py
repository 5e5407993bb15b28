"""Grid: the cell of grid management, with a key of its own; it may cross communities."""

from __future__ import annotations

from graph.model.declare import Kind, NodeType, dated

GRID = NodeType(
    name="Grid",
    title_zh="网格",
    meaning="a cell of grid management",
    family="places",
    stage=1,
    fields=(
        dated(
            "kind",
            Kind.TEXT,
            "网格类别",
            "kind of grid",
            choices={
                "comprehensive": "综合网格",
                "dedicated": "专属网格",
                "police": "警务网格",
                "micro": "微网格",
            },
            indexed=True,
        ),
        dated("households", Kind.INTEGER, "户数", "households in the grid", unit="户"),
        dated("population", Kind.INTEGER, "常住人口", "residents in the grid", unit="人", people=True),
        dated("officers", Kind.INTEGER, "网格员数", "full- and part-time grid officers", unit="人", people=True),
    ),
    example="甲社区第一网格",
)
