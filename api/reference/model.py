"""The page of the model: types, fields, and a picture of how they hang together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from api.reference.markdown import KINDS, page, table
from graph.model.declare import BODY, Field, History, NodeType, TieType
from graph.model.registry import node_types, tie_types
from graph.model.schemes import SCHEMES

FAMILIES = {
    "places": "地点",
    "organisations": "组织",
    "people": "人员",
    "events": "事项",
    "knowledge": "知识",
}


def model_page() -> str:
    """Node types, tie types and identifier schemes, with a picture of how they hang together."""
    nodes = [part for declared in node_types().values() for part in _node(declared)]
    ties = [part for declared in tie_types().values() for part in _tie(declared)]
    schemes = table(
        ("顺序 | order", "方案 | scheme", "标题 | title", "同时至多一个 | exclusive", "限于一地 | local"),
        ((n, f"`{each.name}`", each.title_zh, each.exclusive, each.local) for n, each in enumerate(SCHEMES, 1)),
    )
    return page(
        "模型 | Model",
        "一种节点、一种关系各有一处声明。字段分「不变」(fixed,一个值) 与「有历史」(dated,按时点取值)。",
        "Each node type and tie type is declared once. A field is fixed (one value) or dated (valued at a date).",
        "## 关系图 | Picture",
        "「主体 body」指:" + "、".join(f"{_title(each)} {each}" for each in BODY if each in node_types()) + "。",
        _picture({"places", "organisations", "people", "events"}),
        "案例与名册版次 | Cases and editions:",
        _picture({"knowledge"}),
        "## 节点 | Node types",
        *nodes,
        "## 关系 | Tie types",
        *ties,
        "## 编号方案 | Identifier schemes",
        "一个对象有几种编号时,以排在前面的为准。 | The earlier one names an entity that has several.",
        schemes,
    )


def _node(declared: NodeType) -> Iterable[str]:
    yield f"### {declared.title_zh} {declared.name}"
    yield f"{declared.meaning}. 例 | example: {declared.example}"
    if declared.personal:
        yield (
            "🔒 一点即一人:点、关系和所出的行都不外传,任何角色、任何接口都读不到 | each node is a single person: no "
            "node, tie or row of it is told to any role by any face"
        )
    yield _fields(declared.all_fields)


def _tie(declared: TieType) -> Iterable[str]:
    yield f"### {declared.title_zh} {declared.name}"
    yield f"{declared.meaning}. 例 | example: {declared.example}"
    yield "\n".join(f"- {_names(sources)} → {_names(targets)}" for sources, targets in declared.ends)
    if declared.roles:
        single = {"": "", **{role: ",同时至多一条 | one at a time" for role in declared.single_roles}}
        listed = (f"`{role}` {title}{single.get(role, '')}" for role, title in declared.roles.items())
        yield "角色或方式 | role or mode: " + "; ".join(listed)
    elif declared.single_roles:
        yield "同时至多一条 | one at a time"
    yield _fields(declared.fields)


def _fields(fields: Sequence[Field]) -> str:
    headings = (
        "字段 | field",
        "标题 | title",
        "类型 | type",
        "历史 | history",
        "含义 | meaning",
        "可取值 | choices",
    )
    return table(
        headings,
        (
            (
                f"`{each.name}`" + (" 👤" if each.people else ""),
                each.title_zh + (f" ({each.unit})" if each.unit else ""),
                KINDS[each.kind],
                "有历史 dated" if each.history is History.DATED else "不变 fixed",
                each.meaning,
                _choices(each.choices),
            )
            for each in fields
        ),
        note="👤 由人员情况得出,除列明的角色外不显示 | derived from people, withheld unless a role is named"
        if any(each.people for each in fields)
        else "",
    )


def _picture(families: set[str]) -> str:
    """A Mermaid flow chart of the ties that begin in these families; a body stands for all of its types."""
    ties = [each for each in tie_types().values() if _family_of(each) in families]
    lines = ["```mermaid", "flowchart LR"]
    for family in sorted(families):
        lines.append(f'  subgraph {family}["{FAMILIES[family]} {family}"]')
        held = (each for each in node_types().values() if each.family == family)
        lines += [f'    {each.name}["{each.title_zh}<br/>{each.name}"]' for each in held]
        lines.append("  end")
    edges = [
        (source, tie.title_zh, target)
        for tie in ties
        for sources, targets in tie.ends
        for source in _drawn(sources)
        for target in _drawn(targets)
    ]
    ends = dict.fromkeys(end for source, _, target in edges for end in (source, target))
    if "body" in ends:
        lines.append('  body(["主体 body"])')
    outside = (each for each in ends if each != "body" and node_types()[each].family not in families)
    lines += [f'  {each}["{_title(each)}<br/>{each}"]' for each in outside]
    drawn = dict.fromkeys(f"  {source} -->|{title}| {target}" for source, title, target in edges)
    return "\n".join([*lines, *drawn, "```"])


def _family_of(tie: TieType) -> str:
    return node_types()[next(each for each in tie.ends[0][0] if each in node_types())].family


def _drawn(types: Sequence[str]) -> list[str]:
    known = [each for each in types if each in node_types()]
    if set(BODY) <= set(types):
        return ["body", *(each for each in known if each not in BODY)]
    return known


def _choices(choices: Mapping[str, str]) -> str:
    return "; ".join(f"`{code}` {title}" for code, title in choices.items())


def _title(name: str) -> str:
    return node_types()[name].title_zh


def _names(types: Sequence[str]) -> str:
    return "、".join(f"{_title(each)} {each}" for each in types if each in node_types())
