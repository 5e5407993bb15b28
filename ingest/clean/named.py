"""Names of persons in free text and in columns that nobody declared: told by where they stand, never handed on.

A name is two to four characters; what tells it is the word before it (联系人:…, 书记…) or behind it (…同志), or, for a
whole column, that nearly every cell is one. A family name alone tells nothing: 方便, 高度, 安全 begin with one.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

with (Path(__file__).parent / "named.toml").open("rb") as _file:
    _LISTS: Final = {name: text.split() for name, text in tomllib.load(_file).items()}
# words that begin like a name; a name that sounds like one of them is missed unless another stands beside it
_WORDS: Final = frozenset(_LISTS["words"])
_COMPOUND: Final = "|".join(_LISTS["compound"])
_FAMILY: Final = "".join(_LISTS["family"])
_WHO: Final = "|".join(sorted(_LISTS["roles"], key=len, reverse=True))
_HINT: Final = re.compile(rf"{_WHO}|同志|先生|女士")
_LABELLED: Final = re.compile(
    rf"(?:{_WHO})(?:\((?:签字|签名)\))?[:=]\s*(?:为|是)?((?:{_COMPOUND}|[{_FAMILY}])[\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])"
)
_TITLED: Final = re.compile(
    rf"(?:{_WHO})\s?(?:为|是|由)?((?:{_COMPOUND}|[{_FAMILY}])[\u4e00-\u9fff]{{1,2}}?)(?=$|[\s,.;:、。!?)(\d]|同志|先生|女士|等\d|电话|手机|联系|带头|带队|主持|担任|参加|出席|牵头|介绍|走访|负责|表示)"
)
_HONOURED: Final = re.compile(
    rf"(?:^|[\s,.;:、。!?(由请找与和])((?:{_COMPOUND}|[{_FAMILY}])[\u4e00-\u9fff]{{1,2}}?)(?:同志|先生|女士)(?!们)"
)
_MASKED: Final = re.compile(
    rf"(?:{_WHO})\s?[:=]?\s?[{_FAMILY}](?:\*{{1,2}}|[Xx×]{{1,2}}|某某?)(?![\u4e00-\u9fffA-Za-z])"
)
_NAME: Final = re.compile(rf"(?:(?:{_COMPOUND})[\u4e00-\u9fff]{{1,2}}|[{_FAMILY}](?:[\u4e00-\u9fff]{{1,2}}|\*{{1,2}}))")
_FEW: Final = 3
_NEARLY_ALL: Final = 0.9


def find_named(text: str) -> str | None:
    """``named_person`` where a text names somebody, by a word for who it is or by 同志, 先生, 女士."""
    if not _HINT.search(text):
        return None
    folded = unicodedata.normalize("NFKC", text)
    if _MASKED.search(folded):
        return "named_person"
    for pattern in (_LABELLED, _TITLED, _HONOURED):
        if any(_is_name(found[1]) for found in pattern.finditer(folded)):
            return "named_person"
    return None


def _is_name(text: str) -> bool:
    return text not in _WORDS and text[:2] not in _WORDS


def holds_names(texts: Iterable[str]) -> bool:
    """Whether a column of texts lists persons: at least three different ones, nine in ten by their form names."""
    filled = ["".join(unicodedata.normalize("NFKC", each).split()) for each in texts]
    filled = [each for each in filled if each]
    named = [each for each in filled if _NAME.fullmatch(each) and _is_name(each)]
    return len(set(named)) >= _FEW and len(named) >= _NEARLY_ALL * len(filled)
