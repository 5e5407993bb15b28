"""Identifier schemes in their fixed order (ledger.md §4): the earlier one names an entity where it has several."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scheme:
    """One way of naming an entity.

    ``exclusive``: one thing has at most one such code at a time, so two in one component are a finding.
    ``local``: its values name something only within a place (or a body), whose id is then part of the value.
    """

    name: str
    title_zh: str
    exclusive: bool = False
    local: bool = False


SCHEMES = (
    Scheme("uscc", "统一社会信用代码 (GB 32100)", exclusive=True),
    Scheme("org_code", "组织机构代码、党组织代码", exclusive=True),
    Scheme("division", "行政区划代码", exclusive=True),
    Scheme("object_code", "网格编码、楼栋编码 (GB/T 30428)", exclusive=True),
    Scheme("serial", "名册中长期不变的编号"),
    Scheme("source", "案例事实的编号"),
    Scheme("event", "事项:类型、日期与题名", local=True),
    Scheme("name", "某地之内的名称", local=True),
)

RANK = {scheme.name: rank for rank, scheme in enumerate(SCHEMES)}
EXCLUSIVE = frozenset(scheme.name for scheme in SCHEMES if scheme.exclusive)
LOCAL = frozenset(scheme.name for scheme in SCHEMES if scheme.local)
