"""What differs between two states of the graph, in plain Chinese sentences, grouped by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from graph.model.declare import Field, History, TieType
from graph.model.registry import node_types, personal_types, tie_types
from graph.model.time import FIRST, LAST
from graph.store.fold import Record
from graph.store.known import Difference
from ingest.formats.catalog import formats

KINDS = {"added": "新增", "changed": "更改", "closed": "不再列出", "reopened": "重新列出", "removed": "不再有"}
"""What may have become of a node or tie."""
_BOUNDS = ("start_earliest", "start_latest", "end_earliest", "end_latest", "start_stated", "end_stated")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What became of one node or tie."""

    kind: str
    key: tuple[str, ...]
    """Id of the node, or ids of both ends."""
    text: str


@dataclass(slots=True)
class Group:
    """All that became of the nodes or ties of one type."""

    type: str
    title: str
    counts: Counter[str] = field(default_factory=Counter)
    """Nodes or ties by what became of them."""
    sentences: list[Sentence] = field(default_factory=list)


def grouped(found: Difference) -> list[Group]:
    """The difference in words: nodes in the order of their types, then ties."""
    groups = {name: Group(name, declared.title_zh) for name, declared in node_types().items()}
    groups |= {name: Group(name, declared.title_zh) for name, declared in tie_types().items()}
    for record in found.added:
        _say(groups[record.label], "added", record, found, _came(record, found))
    for old, new in found.changed:
        clauses = list(_clauses(old, new))
        kind = next((each for each, _ in clauses if each != "changed"), "changed")
        _say(groups[new.label], kind, new, found, ";".join(text for _, text in clauses))
    for record in found.removed:
        _say(groups[record.label], "removed", record, found, _went(record, found))
    return [group for group in groups.values() if group.counts]


def _say(group: Group, kind: str, record: Record, found: Difference, predicate: str) -> None:
    group.counts[kind] += 1
    if not _of_people(record):
        key = record.ends or (record.key,)
        group.sentences.append(Sentence(kind, key, f"{_subject(record, found.names)} {predicate}"))


def _of_people(record: Record) -> bool:
    """Whether it tells of a single person: of those only numbers are told."""
    ends = [record.key] if record.ends is None else record.ends
    return any(each.split(":", 1)[0] in personal_types() for each in ends)


# --- what a sentence is about -----------------------------------------------------------------------


def _subject(record: Record, names: Mapping[str, str]) -> str:
    if record.ends is None:
        return named(record.key, names) if record.label != "Edition" else _edition(record)
    declared = tie_types()[record.label]
    source, target = (named(each, names) for each in record.ends)
    spell = record.properties["spell"]
    again = "" if spell == 1 else f"(第 {spell} 段)"
    return f"{source} {declared.title_zh} {target}{_role(declared, record)}{again}"


def _role(declared: TieType, record: Record) -> str:
    title = declared.roles.get(str(record.properties["role"]), "")
    return f"({title})" if title else ""


def named(key: str, names: Mapping[str, str]) -> str:
    """A node by its name with its type, by what its id says where it bears none."""
    kind, _, rest = key.partition(":")
    declared = node_types()[kind]
    if key in names:
        return f"{declared.title_zh} {names[key]}"
    # what happens bears no name: it is told by its parts, and by whom it is of
    own, _, whose = rest.partition(":")[2].partition("@")
    words = {code: word for each in declared.fields for code, word in each.choices.items()}
    said = "、".join(words.get(part, part) for part in own.split("|") if part)
    return f"{declared.title_zh} {said}" + (f"({names.get(whose, whose)})" if whose else "")


def _edition(record: Record) -> str:
    said = record.properties
    declared = formats().get(str(said["format"]))
    title = str(said["format"]) if declared is None else declared.title_zh
    return f"名册 {title}({said['scope_text']},{said['day']})"


def _came(record: Record, found: Difference) -> str:
    former = found.parted.get(record.key)
    return "新增" if former is None else f"新增(由 {named(former, found.names)} 分出)"


def _went(record: Record, found: Difference) -> str:
    now = found.joined.get(record.key)
    return "不再有" if now is None else f"并入 {named(now, found.names)}"


# --- what became of it --------------------------------------------------------------------------------


def _clauses(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    """(kind, words) of each thing that changed; there is always one."""
    declared = node_types()[new.label].all_fields if new.ends is None else tie_types()[new.label].fields
    said = [*_duration(old, new)]
    said += [("changed", clause) for each in declared for clause in _of_field(each, old, new)]
    said += [("changed", clause) for clause in _of_identity(old, new)]
    yield from said or [("changed", "有更改")]


def _of_field(declared: Field, old: Record, new: Record) -> Iterator[str]:
    before, after = old.properties.get(declared.name), new.properties.get(declared.name)
    title = declared.title_zh
    past = [each.properties.get(f"{declared.name}_values") for each in (old, new)]
    if before == after and (declared.history is History.FIXED or past[0] == past[1]):
        return
    if declared.people:
        yield f"的 {title} 有更改(涉及人员,此处不列数值)"
    elif before == after:
        yield f"的 {title} 以往的记载有更改"
    elif before is None:
        yield f"的 {title} 记为 {_shown(declared, after)}"
    elif after is None:
        yield f"的 {title} 不再注明(原为 {_shown(declared, before)})"
    else:
        yield f"的 {title} 由 {_shown(declared, before)} 改为 {_shown(declared, after)}"


def _shown(declared: Field, value: object) -> str:
    if isinstance(value, list):
        return "、".join(_shown(declared, each) for each in value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return f"{value:g}"
    return declared.choices.get(str(value), str(value))


def _of_identity(old: Record, new: Record) -> Iterator[str]:
    before, after = (_texts(each.properties.get("identifiers")) for each in (old, new))
    if after - before:
        yield f"增加编码或名称 {'、'.join(sorted(after - before))}"
    if before - after:
        yield f"不再用编码或名称 {'、'.join(sorted(before - after))}"
    disputed = [bool(each.properties.get("disputed")) for each in (old, new)]
    if disputed[0] != disputed[1]:
        yield "待核实:名册之间有出入" if disputed[1] else "名册之间不再有出入"


def _texts(value: object) -> set[str]:
    return set(map(str, value)) if isinstance(value, list) else set()


def _duration(old: Record, new: Record) -> Iterator[tuple[str, str]]:
    before, after = _bounds(old), _bounds(new)
    if before == after:
        return
    ended = [bool(each) and each[-1][3] != LAST for each in (before, after)]
    if ended[1] and not ended[0]:
        earliest, latest, stated = after[-1][2], after[-1][3], after[-1][5]
        yield ("closed", f"{'已注明终止' if stated else '名册已不再列出'}({_between(earliest, latest)})")
    elif ended[0] and not ended[1]:
        yield ("reopened", "名册重新列出")
    else:
        yield ("changed", "的起止时间有更改")


def _bounds(record: Record) -> list[tuple[object, ...]]:
    """The bounds of each spell; a tie has one."""
    columns = [record.properties.get(name, []) for name in _BOUNDS]
    listed = [each if isinstance(each, list) else [each] for each in columns]
    return list(zip(*listed, strict=False))


def _between(earliest: object, latest: object) -> str:
    """An end that lies in ``[earliest, latest]``, which name the first days on which it no longer holds."""
    assert isinstance(earliest, date) and isinstance(latest, date)
    if latest == LAST:
        return "时间不详"
    last = latest - timedelta(days=1)
    if earliest in (latest, FIRST):
        return f"至 {last} 止"
    return f"{earliest} 至 {last} 之间"
