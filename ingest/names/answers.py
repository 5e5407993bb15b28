"""How a review asks and how it is answered: the headings, the words for verdicts, and the key of each row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph.model.statement import Identifier, Verdict

VERDICTS: Final[Mapping[str, Verdict]] = {"相同": "same", "不同": "different", "不确定": "unsure"}
VERDICT, KEY = "结论", "核对键(勿改)"
NAMES = ("甲:名称", "乙:名称")
TITLE = "名称与地址核对表"


@dataclass(frozen=True, slots=True)
class Key:
    """What a row of the workbook is about, as its last column says it; ``check`` guards the names shown beside it."""

    type: str
    first: Identifier
    second: Identifier
    prior: str
    check: str

    def text(self) -> str:
        """As written into the cell."""
        ends = [[each.scheme, each.value, each.start and each.start.isoformat()] for each in (self.first, self.second)]
        return json.dumps([self.type, *ends, self.prior, self.check], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def parse(cls, text: str) -> Key:
        """The inverse of :meth:`text`; raises ValueError for anything else."""
        try:
            kind, first, second, prior, check = json.loads(text)
            ends = [Identifier(str(a), str(b), c and date.fromisoformat(c)) for a, b, c in (first, second)]
        except (TypeError, ValueError) as error:
            raise ValueError("not a key of a review") from error
        return cls(str(kind), ends[0], ends[1], str(prior), str(check))


def check_of(names: Sequence[str]) -> str:
    """Few digits of the two names shown: a row whose cells were shuffled no longer agrees with its key."""
    return hashlib.sha256("\n".join(names).encode()).hexdigest()[:8]
