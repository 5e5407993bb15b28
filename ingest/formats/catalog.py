"""All formats, found by walking the folders beside this file: a new one is a new folder and no entry elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from graph.errors import NotFound
from ingest.formats.dangling import dangling
from ingest.formats.declare import Format

FOLDER = Path(__file__).parent


@cache
def formats() -> Mapping[str, Format]:
    """Formats by name."""
    found = (read_format(path) for path in sorted(FOLDER.glob("*/format.toml")))
    return MappingProxyType({declared.name: declared for declared in found})


def format_named(name: str) -> Format:
    """One format; NotFound lists the names there are."""
    if name not in formats():
        known = "、".join(f"{each.name}({each.title_zh})" for each in formats().values())
        raise NotFound(f"没有名为 {name} 的名册格式;现有:{known}", f"no roster format {name}; there are: {known}")
    return formats()[name]


def read_format(path: Path) -> Format:
    """Read and check one declaration; raises ValueError naming the file and what is wrong in it."""
    with path.open("rb") as file:
        try:
            declared = Format.model_validate({"name": path.parent.name, **tomllib.load(file)})
        except (tomllib.TOMLDecodeError, ValidationError) as error:
            raise ValueError(f"{path.parent.name}/format.toml: {error}") from error
    faults = dangling(declared)
    if faults:
        raise ValueError(f"{path.parent.name}/format.toml: " + "; ".join(faults))
    return declared
