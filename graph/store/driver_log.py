"""The driver's own log. It quotes what the server says of failed statements, which can hold values, with host and port
of each retry: where failures are told by us, by code, it has nothing to add."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

_LOG = logging.getLogger("neo4j")


def silence() -> None:
    """Keep it from here on."""
    _LOG.setLevel(logging.CRITICAL + 1)


@contextmanager
def silenced() -> Iterator[None]:
    """Keep it for a while, then as it was."""
    before = _LOG.level
    silence()
    try:
        yield
    finally:
        _LOG.setLevel(before)
