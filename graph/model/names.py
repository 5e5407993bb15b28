"""How names are compared: width, script and spacing do not count. The name itself is kept as written."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

_DROPPED = re.compile(r"[\s·•・,,。.;;::'\"“”‘’「」『』\-—–_]+")
_BRACKETS = str.maketrans("[]{}【】〔〕〈〉《》", "()()()()()()")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@lru_cache(maxsize=200_000)
def matching(name: str) -> str:
    """The form in which two names are compared: NFKC, simplified characters, one kind of bracket, no spaces or dots."""
    folded = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    if not folded.isascii():
        folded = _simplifier().convert(folded)
    return _DROPPED.sub("", folded).casefold()


@cache
def _simplifier() -> _Converter:
    import opencc  # loaded late: a reader of the graph never needs it

    # tw2s, not t2s: t2s leaves 著力 half converted
    converter: _Converter = opencc.OpenCC("tw2s")
    return converter
