"""The frame around a projection: readers are told that the graph is being written, and when it is whole again."""

from __future__ import annotations

from graph.store.bolt import Bolt, Writing
from graph.store.lease import Lease
from graph.store.ledger import Ledger
from graph.store.schema import fingerprint

_NEXT_VERSION = "MATCH (l:Lease {id: 'lease'}) SET l.version = l.version + 1"


def begin_writing(bolt: Bolt, lease: Lease) -> None:
    """From here on readers get LoadInProgress."""

    def work(tx: Writing) -> None:
        lease.renew(tx, writing=True)
        tx.run(_NEXT_VERSION)

    bolt.write(work)


def end_writing(bolt: Bolt, lease: Lease, ledger: Ledger, load: int, total: int) -> None:
    """The graph holds everything up to ``load`` and its content sum is ``total``."""
    synthetic = any(file.live and file.synthetic for file in ledger.files())
    rows = [
        {
            "id": f"Load:{each.id}",
            "properties": {
                "id": f"Load:{each.id}",
                "number": each.id,
                "kind": each.kind,
                "made_at": each.made_at,
                "live": each.live,
            },
        }
        for each in ledger.loads()
    ]

    def work(tx: Writing) -> None:
        lease.renew(tx, writing=False, sequence=load, sum=f"{total:064x}", synthetic=synthetic, model=fingerprint())
        tx.run(_NEXT_VERSION)
        tx.run("UNWIND $rows AS row MERGE (n:Load {id: row.id}) SET n = row.properties", {"rows": rows})

    bolt.write(work)
