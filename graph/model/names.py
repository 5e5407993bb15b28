"""How names are compared: width, script, spacing and marks do not count. The name itself is kept as written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Final, Protocol

_DASHES: Final = "‐‑‒–—―−﹘﹣－⁃─━"
DASHES: Final = str.maketrans(_DASHES, "-" * len(_DASHES))
"""Every kind of dash as a hyphen."""
_BRACKETS: Final = str.maketrans("[]{}〔〕【】〖〗〈〉《》「」『』", "()()" + "()" * 7)
_MARKS: Final = re.compile(r"""[\s·•・‧∙.,、;:!?'"“”‘’`´~_\-/\\|&+*#@…。]+""")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=200_000)
def matching(name: str) -> str:
    """A form for comparing names only, never stored as the name: folded, simplified, without spaces and marks.

    Brackets of all kinds become round ones. A mark between two digits stays, folded: 3-2号楼 is not 32号楼.
    """
    folded = unicodedata.normalize("NFKC", without_controls(name)).translate(DASHES).translate(_BRACKETS)
    return simplified(_MARKS.sub(_between_digits, folded).casefold())


def simplified(text: str) -> str:
    """Traditional characters as simplified ones (OpenCC ``tw2s``: ``t2s`` leaves 著力 half converted)."""
    return text if text.isascii() else _converter().convert(text)


def without_controls(text: str) -> str:
    """Control, zero-width and direction characters go; line breaks and tabs become spaces."""
    if text.isprintable():
        return text
    return "".join(
        " " if each.isspace() else "" if unicodedata.category(each) in ("Cc", "Cf") else each for each in text
    )


def _between_digits(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    mark = found[0].strip()
    return (mark or " ") if before.isdigit() and after.isdigit() else ""


@cache
def _converter() -> _Converter:
    import opencc  # loaded at first use: the dictionaries take a while, and a reader of the graph needs none

    converter: _Converter = opencc.OpenCC("tw2s")
    return converter
