"""What of a coverage answer a role may see: the public reads aggregates by community, never a list of gaps."""

from __future__ import annotations

from graph.disclosure.roles import Role
from graph.errors import Refused

LISTS = frozenset({Role.PLANNER, Role.RESEARCHER, Role.STEWARD})
"""Roles that may see single buildings and units with their modes."""


def refuse_lists(role: Role) -> None:
    """Raise Refused where the role may not see which building or unit lacks an organisation."""
    if role not in LISTS:
        raise Refused(
            f"角色 {role.value} 只能看到按社区汇总的覆盖率,看不到具体楼栋和单位的名单",
            f"the role {role.value} sees coverage by community only, never which building or unit lacks it",
        )
