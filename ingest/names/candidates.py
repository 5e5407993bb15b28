"""What may be one thing: entities under two names, and names in rows that mean nothing yet. Nothing is joined here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from graph.model.names import matching
from graph.model.statement import Decision, Identifier, Verdict
from ingest.names.decisions import identifier_of, name_identifier
from ingest.names.forms import short_form, telling_parts
from ingest.names.known import Entity, Known, OpenName

SIMILAR, SIMILAR_IN_ONE_ROSTER = 0.8, 0.9
"""Share of common characters from which two names are suggested (2·common / both lengths); an office that lists both
in one edition mostly means two things."""
ABBREVIATED = 0.5
"""Least length of an abbreviation, as a share of the name whose characters it takes in order."""
SHORTEST = 3
"""Characters of a short form below which only equal forms are suggested."""
CROWDED = 200
"""A pair of characters that more names of one place share (科技, 公司) tells nothing, and is not looked up."""
NOWHERE = ""
"""Stands for the place of what lies in none."""
_SUCCEEDED = ";若是撤并或换码,请填沿革名册,不要选「相同」"
NEAREST = 5
"""Suggestions for one open name."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one (or of which one may lie in the other), and why; a steward decides."""

    kind: str
    """``same_name``, ``short_form``, ``similar``, ``open_name``, ``located_in`` or ``part_of``."""
    type: str
    """The node type, or the tie type of a tie that is to be settled."""
    first: Identifier
    second: Identifier
    left: Entity | OpenName
    right: Entity
    similarity: float
    why: str

    def decision(self, verdict: Verdict) -> Decision:
        """The steward's word on it."""
        return Decision(verdict, self.type, self.first, self.second)

    @property
    def order(self) -> tuple[int, float, str, str]:
        """Sorts the surest first."""
        kinds = ("open_name", "same_name", "short_form", "located_in", "part_of", "similar")
        return kinds.index(self.kind), -self.similarity, self.first.value, self.second.value


_WHOLE, _UNCODED = "=", "~"
"""Mark the tokens of a whole short form, and of a pair of characters of something that has no exclusive code."""


class _Index:
    """Entities of one type by place, and there by short form and by pairs of characters of it."""

    def __init__(self) -> None:
        self.places: dict[str, dict[str, list[Entity]]] = defaultdict(lambda: defaultdict(list))

    def add(self, place: str, forms: Iterable[str], entity: Entity) -> None:
        for token in {_WHOLE + form for form in forms}:
            self.places[place][token].append(entity)
        for pair in _pairs(forms):
            self.places[place][pair].append(entity)
            if not entity.codes:
                self.places[place][_UNCODED + pair].append(entity)

    def near(self, place: str, forms: Iterable[str], *, coded: bool = False) -> Iterator[Entity]:
        """Entities of the place that share a short form or a telling pair of characters.

        Two that have codes of their own are suggested by equal forms alone: a coded one sees only others without.
        """
        tokens = self.places.get(place)
        if tokens is None:
            return
        found = {each.id: each for form in forms for each in tokens.get(_WHOLE + form, ())}
        for pair in _pairs(forms):
            sharing = tokens.get(_UNCODED + pair if coded else pair, ())
            if len(sharing) <= CROWDED:
                found.update((each.id, each) for each in sharing)
        yield from found.values()


def _pairs(forms: Iterable[str]) -> set[str]:
    return {first + second for form in forms for first, second in pairwise(form)}


class Forms:
    """Short forms of entities as seen from a place: only what lies around it is understood, and left out."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._forms: dict[tuple[str, str], frozenset[str]] = {}

    def of(self, entity: Entity, place: str) -> frozenset[str]:
        """The short forms of all names of an entity."""
        found = self._forms.get((entity.id, place))
        if found is None:
            found = frozenset(self.of_name(name, entity.type, place) for name in entity.names)
            self._forms[(entity.id, place)] = found
        return found

    def of_name(self, name: str, kind: str, place: str) -> str:
        """The short form of a name."""
        return short_form(name, kind, self._known.names_around(place) if place else ())


def same_things(known: Known, forms: Forms) -> Iterator[Candidate]:
    """Entities of one type in overlapping places whose names agree, agree in short form, or nearly agree."""
    indexes = _indexes(known, forms)
    seen: set[tuple[str, str]] = set()
    for entity in known.entities.values():
        index = indexes[entity.type]
        for place in sorted(_places(known, entity) & index.places.keys()):
            own = forms.of(entity, place)
            for other in index.near(place, own, coded=bool(entity.codes)):
                pair = (entity.id, other.id) if entity.id < other.id else (other.id, entity.id)
                if other is entity or pair in seen:
                    continue
                seen.add(pair)
                found = _compared(entity, other, own, forms.of(other, place))
                if found is not None:
                    yield found


def _places(known: Known, entity: Entity) -> set[str]:
    """Where another one that overlaps with it may be entered: in its places and all above them."""
    return {above for own in entity.places for above in known.around(own)} or {NOWHERE}


def _indexes(known: Known, forms: Forms) -> dict[str, _Index]:
    indexes: dict[str, _Index] = defaultdict(_Index)
    for entity in known.entities.values():
        for place in entity.places or {NOWHERE}:
            indexes[entity.type].add(place, forms.of(entity, place), entity)
    return indexes


def _compared(one: Entity, other: Entity, forms: frozenset[str], others: frozenset[str]) -> Candidate | None:
    same_name = not one.folded.isdisjoint(other.folded)
    # what has another code of its own is another thing, unless its name says otherwise
    clashing = any(codes != other.codes.get(scheme, codes) for scheme, codes in one.codes.items())
    if clashing and not same_name:
        return None
    if same_name:
        kind, similarity, why = "same_name", 1.0, "名称相同,所在地相同或相包含"
    elif not forms.isdisjoint(others):
        kind, similarity, why = "short_form", 1.0, f"去掉地名、后缀后同为「{min(forms & others)}」"
    else:
        least = SIMILAR if one.editions.isdisjoint(other.editions) else SIMILAR_IN_ONE_ROSTER
        kind, similarity, why = _nearness(forms, others, least)
    if not kind:
        return None
    if clashing:
        why += ";但两者的代码不同,请先核对代码" + (_SUCCEEDED if one.type in ("Place", "Grid") else "")
    elif one.coded != other.coded:
        why += ";其一没有代码"
    if not one.editions.isdisjoint(other.editions):
        why += ";同一份名册把两者都列出"
    left, right = sorted((one, other), key=lambda each: (not each.coded, each.id))
    return Candidate(kind, left.type, identifier_of(left.id), identifier_of(right.id), left, right, similarity, why)


def _nearness(forms: Iterable[str], others: Iterable[str], least: float) -> tuple[str, float, str]:
    best: tuple[str, float, str] = ("", 0.0, "")
    for one in forms:
        for other in others:
            if min(len(one), len(other)) < SHORTEST or telling_parts(one) != telling_parts(other):
                continue
            similarity = fuzz.ratio(one, other) / 100
            short, long = sorted((one, other), key=len)
            whole = LCSseq.similarity(short, long) == len(short) and len(short) >= ABBREVIATED * len(long)
            if similarity > best[1] and (similarity >= least or (whole and least < SIMILAR_IN_ONE_ROSTER)):
                why = f"「{short}」的字依次见于「{long}」" if whole else f"「{one}」与「{other}」相近"
                best = "similar", round(similarity, 3), why
    return best


def open_names(known: Known, forms: Forms) -> Iterator[Candidate]:
    """For each name in rows that means nothing (or several things) the entities that it may mean, nearest first."""
    exact: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    indexes = _indexes(known, forms)
    for entity in known.entities.values():
        for name in entity.folded:
            exact[(entity.type, name)].append(entity)
    below = _below(known)
    for waiting in known.open.values():
        found: dict[str, Candidate] = {}
        around = [*sorted(known.around(waiting.place)), *below(waiting.place)] if waiting.place else [NOWHERE]
        for kind in waiting.types:
            places = [place for place in around if place in indexes[kind].places]
            near = (
                entity
                for place in places
                for entity in indexes[kind].near(place, {forms.of_name(waiting.written, kind, place)})
            )
            for entity in (*exact[(kind, matching(waiting.written))], *near):
                candidate = None if entity.id in found else _meant(known, forms, waiting, entity)
                if candidate is not None:
                    found[entity.id] = candidate
        yield from sorted(found.values(), key=lambda each: each.order)[:NEAREST]


def _below(known: Known) -> Callable[[str], Iterable[str]]:
    children: dict[str, set[str]] = defaultdict(set)
    for child in known.parents:
        for above in known.around(child):
            if above != child:
                children[above].add(child)
    return lambda place: sorted(children.get(place, ()))


def _meant(known: Known, forms: Forms, waiting: OpenName, entity: Entity) -> Candidate | None:
    if not known.overlap({waiting.place} if waiting.place else set(), entity.places):
        return None
    # seen from the wider of the two places, so that what only one of them lies in is not left out
    own = min(entity.places, default=NOWHERE)
    wide = waiting.place if waiting.place and waiting.place in known.around(own) else own
    form, others = forms.of_name(waiting.written, entity.type, wide), forms.of(entity, wide)
    if matching(waiting.written) in entity.folded:
        several = waiting.state == "ambiguous"
        similarity, why = 1.0, "名称相同" + (";同名的不止一个" if several else ";当时用别的名称,或不在此地")
    elif form in others:
        similarity, why = 1.0, f"去掉地名、后缀后同为「{form}」"
    else:
        kept, similarity, why = _nearness([form], others, SIMILAR)
        if not kept:
            return None
    ends = name_identifier(waiting.written, waiting.place), identifier_of(entity.id)
    return Candidate("open_name", entity.type, *ends, waiting, entity, similarity, why)
