"""Four short words that a question may use for what plain Cypher needs a page of: liveness and values at ``$as_of``.

    @possible(r)      the tie may be live: it is not known to be over or not to have begun
    @liveness(r)      'live' or 'uncertain', of a tie that is possible
    @node_possible(n), @node_liveness(n)    the same of a node, which may have several spells
    @value(n.field)   the value of a dated field at ``$as_of``; null where nothing was said by then
    @name(n)          the name at ``$as_of``, else the current one

They are expanded when the question is read, so what runs is plain Cypher that both engines answer alike.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"@(\w+)\((\w+)(?:\.(\w+))?\)")

_SPELLS = "range(0, coalesce(size({0}.start_latest), 0) - 1)"
_TEXTS = {
    "possible": "({0}.start_earliest <= $as_of AND $as_of < {0}.end_latest)",
    "liveness": "CASE WHEN {0}.start_latest <= $as_of AND $as_of < {0}.end_earliest THEN 'live' ELSE 'uncertain' END",
    "node_possible": f"any(i IN {_SPELLS} WHERE {{0}}.start_earliest[i] <= $as_of AND $as_of < {{0}}.end_latest[i])",
    "node_liveness": (
        f"CASE WHEN any(i IN {_SPELLS} WHERE {{0}}.start_latest[i] <= $as_of AND $as_of < {{0}}.end_earliest[i]) "
        "THEN 'live' ELSE 'uncertain' END"
    ),
    "value": (
        "[i IN range(0, coalesce(size({0}.{1}_from), 0) - 1) "
        "WHERE {0}.{1}_from[i] <= $as_of AND $as_of < {0}.{1}_to[i] | {0}.{1}_values[i]][0]"
    ),
}
_TEXTS["name"] = "coalesce(" + _TEXTS["value"].replace("{1}", "name") + ", {0}.name, {0}.name_values[0])"


def expand(text: str) -> str:
    """Plain Cypher; ValueError for a word that is not one of ours."""

    def replaced(found: re.Match[str]) -> str:
        template = _TEXTS.get(found[1])
        if template is None or ("{1}" in template) != (found[3] is not None):
            raise ValueError(f"no such word: {found[0]}")
        return template.format(found[2], found[3])

    return _WORD.sub(replaced, text)
