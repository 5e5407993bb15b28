"""What a request to erase covers: the rows it names with their other versions, or a node with all that names it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.errors import NotFound, WrongUsage
from graph.model.registry import node_types, personal_types
from graph.model.schemes import LOCAL
from graph.model.statement import Reference, decode
from graph.store.fold import gather
from graph.store.fold.gather import Entry, Evidence
from graph.store.fold.identity import Identities, identify
from graph.store.ledger import Ledger, Mark, RowEntry, Tombstones
from graph.store.ledger.tombstones import local_marks, node_mark, reference_marks, row_mark, subject_marks


@dataclass(frozen=True, slots=True)
class Erasure:
    """What is to be erased, and which rows that touches, live or withdrawn."""

    marks: frozenset[Mark]
    tombstones: Tombstones
    """All tombstones as they will be."""
    gone: tuple[int, ...]
    """Rows that lose all they say."""
    shortened: tuple[int, ...]
    """Rows about something else that lose what they say of an erased node."""


def plan_erasure(ledger: Ledger, rows: Sequence[int] = (), nodes: Sequence[str] = (), *, only: bool = False) -> Erasure:
    """Settle what to erase: rows by number, nodes by id.

    With a row go those of the same words, and its versions: rows of the same roster about the same thing, in every
    edition, also replaced or undone ones, and what was mended in between; with ``only`` just the same words.
    With a node go all rows about it, and from other rows the ties and decisions that name it.
    Raises NotFound where nothing of it is in the ledger, WrongUsage for a node that others lie in.
    """
    marks = frozenset(_marks_of_rows(ledger, rows, only=only)) | frozenset(_marks_of_nodes(ledger, nodes))
    found = ledger.supposed(marks)
    touched = dict(ledger.touched(found))
    if not touched:
        raise NotFound(
            "底账里没有要删的内容:行号请看 gongjian loads 导入编号 --rows,点的编号请用查询查看",
            "the ledger holds nothing of that: see `gongjian loads LOAD --rows` for rows, or ask for the node's id",
        )
    gone = tuple(number for number, left in touched.items() if left is None)
    return Erasure(marks, found, gone, tuple(number for number, left in touched.items() if left is not None))


# --- rows -----------------------------------------------------------------------------------------


def _marks_of_rows(ledger: Ledger, numbers: Iterable[int], *, only: bool) -> set[Mark]:
    wanted = {number: _row(ledger, number) for number in numbers}
    payloads = [row.payload for row in wanted.values()]
    if wanted and not only:
        payloads += _versions(ledger, list(wanted.values()))
    return {row_mark(payload) for payload in payloads if payload is not None}


def _row(ledger: Ledger, number: int) -> RowEntry:
    row = ledger.row(number)
    if row is None:
        raise NotFound(
            f"没有编号为 {number} 的行;用 gongjian loads 导入编号 --rows 查看",
            f"no row {number}: see `gongjian loads LOAD --rows`",
        )
    return row


def _versions(ledger: Ledger, wanted: Sequence[RowEntry]) -> list[bytes | None]:
    """Payloads of the other versions of rows: about the same thing in the same roster, or mended by one another."""
    rosters = {file.id: file.roster for file in ledger.files()}
    about = {(rosters[row.file], mark) for row in wanted for mark in _about(row.payload)}
    concerned = {rosters[row.file] for row in wanted}
    rows = {row.id: row for file, roster in rosters.items() if roster in concerned for row in ledger.rows(file)}
    found = {row.id for row in wanted}
    found |= {
        row.id for row in rows.values() if any((rosters[row.file], mark) in about for mark in _about(row.payload))
    }
    mends = [(row.id, row.mends) for row in rows.values() if row.mends is not None]
    grown = True
    while grown:
        linked = {each for pair in mends if found.intersection(pair) for each in pair}
        grown = not linked <= found
        found |= linked
    return [rows[number].payload for number in found if number in rows]


def _about(payload: bytes | None) -> list[Mark]:
    """What a row is about: its first subject."""
    subjects = () if payload is None else decode(payload).subjects
    return subject_marks(subjects[0]) if subjects else []


def nodes_of_person(ledger: Ledger, pseudonym: str) -> list[str]:
    """Ids of the nodes that stand for a person under a pseudonym, in any roster of persons, live or not."""
    return sorted(
        {
            f"{subject.type}:{each.scheme}:{each.value}"
            for file in ledger.files()
            for row in ledger.rows(file.id)
            if row.payload is not None and pseudonym.encode() in row.payload
            for subject in decode(row.payload).subjects
            if subject.type in personal_types()
            for each in subject.identifiers
            if each.value.rsplit("/", 1)[-1] == pseudonym
        }
    )


# --- nodes ----------------------------------------------------------------------------------------


def _marks_of_nodes(ledger: Ledger, nodes: Sequence[str]) -> set[Mark]:
    if not nodes:
        return set()
    evidence = gather(ledger)
    identities = identify(evidence)
    return {mark for node in nodes for mark in _marks_of_node(evidence, identities, node)}


def _marks_of_node(evidence: Evidence, identities: Identities, node: str) -> set[Mark]:
    """Everything that rows call a node by, as they write it, and by its id also where no live row is about it."""
    kind, _, named = node.partition(":")
    scheme, _, value = named.partition(":")
    if kind not in node_types() or not value:
        raise WrongUsage(
            "点的编号应形如 Unit:uscc:…;查询时加 --ids 就能看到(如 gongjian ask units --ids)",
            "write a node's id as in Unit:uscc:…; questions show it with --ids (as in gongjian ask units --ids)",
        )
    found = {node_mark(kind, scheme, value)}
    for entry in evidence.entries:
        for position, subject in enumerate(entry.assertion.subjects):
            _refuse_container(identities, entry, subject.within, node)
            if subject.type == kind and identities.entity(entry, position) == node:
                found.update(subject_marks(subject), local_marks(subject))
        for tie in entry.assertion.ties:
            for end in (tie.source, tie.target):
                if isinstance(end, Reference) and identities.resolve(end, entry.edition.day).entity == node:
                    found.update(reference_marks(_of_type(end, kind)))
    for entry in evidence.held:
        for subject in entry.assertion.subjects:
            named_so = Reference((subject.type,), subject.identifiers, subject.name, subject.within)
            if identities.resolve(named_so, entry.edition.day).entity == node:
                found.update(subject_marks(subject))
    if len(found) > 1:
        known = (each.split(":", 1) for each in identities.identifiers(node))
        found |= {node_mark(kind, scheme, value) for scheme, value in known if scheme in LOCAL}
    return found


def _of_type(reference: Reference, kind: str) -> Reference:
    return Reference((kind,), reference.identifiers, reference.name, reference.within)


def _refuse_container(identities: Identities, entry: Entry, within: Reference | None, node: str) -> None:
    while within is not None:
        if identities.resolve(within, entry.edition.day).entity == node:
            raise WrongUsage(
                "有别的行写明位于它之内,整个删除会让它们无处归属;请改删具体的行",
                "other rows say that they lie in it and would lose their place: erase single rows instead",
                code="erasure_holds_others",
            )
        within = within.within
