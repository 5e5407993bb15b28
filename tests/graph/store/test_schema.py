"""Constraints and the fingerprint of the model, both from the declarations."""

from __future__ import annotations

import os
import subprocess
import sys

from graph.model.registry import node_types
from graph.store.schema import fingerprint, statements


def test_each_node_type_has_a_unique_id() -> None:
    made = "\n".join(statements())
    for label in node_types():
        assert f"FOR (n:{label}) REQUIRE n.id IS UNIQUE" in made


def test_the_fingerprint_is_that_of_every_process() -> None:
    # it once hung on the order of sets, which differs with the hash seed: every opening then rebuilt the graph
    code = "from graph.store.schema import fingerprint; print(fingerprint())"
    seen = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2", "3")
    }
    assert seen == {fingerprint()}
