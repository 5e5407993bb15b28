"""Opening a store: find or start the engine, check that graph and ledger belong together, roll forward."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable

from graph.errors import StoreMismatch, WrongUsage
from graph.settings import Settings
from graph.store import engine
from graph.store.bolt import Bolt
from graph.store.folder_lock import FolderLock
from graph.store.lease import GraphState, create_state, read_state
from graph.store.ledger import Ledger
from graph.store.schema import fingerprint, statements
from graph.store.snapshot_folder import remove_snapshots
from graph.store.store import Store

LEDGER_FILE = "ledger.sqlite"
ENGINE_FOLDER = "engine"
FIRST_SECONDS = 60.0
"""How long an opening waits for another one that makes the graph."""


def open_store(settings: Settings, *, on_wait: Callable[[str], None] | None = None) -> Store:
    """Open the graph that the settings name, with its ledger where this machine has one.

    An empty database becomes a graph of the ledger in ``settings.data``; a load that was left unfinished is
    rolled forward. Raises StoreMismatch where database and ledger do not belong together.
    """
    bolt, attachment, address = connect(settings, on_wait)
    ledger: Ledger | None = None
    try:
        state = read_state(bolt)
        path = settings.data / LEDGER_FILE
        if state is None or path.exists():
            ledger = Ledger(path)
        if state is None:
            assert ledger is not None
            state = _first_state(bolt, ledger, address)
        if ledger is not None:
            _belong_together(state, ledger, address)
        store = Store(bolt, ledger, attachment, address)
        _bring_up_to_date(state, store, ledger)
        if ledger is not None and ledger.unscrubbed:
            with FolderLock(settings.data) as lock:
                if lock.take():  # else whoever erases just now will do it
                    ledger.scrub()
        return store
    except BaseException:
        if ledger is not None:
            ledger.close()
        bolt.close()
        if attachment is not None:
            attachment.close()
        raise


def connect(
    settings: Settings, on_wait: Callable[[str], None] | None = None
) -> tuple[Bolt, engine.Attachment | None, str]:
    """Connect to the server that the settings name, or to the embedded engine, starting it if need be.

    Returns the connection, the hold on the engine (None for a server) and the address that the ledger notes.
    """
    if settings.uri is None:
        attachment = engine.attach(
            settings.data / ENGINE_FOLDER,
            linger_seconds=settings.linger_seconds,
            memory_mb=settings.engine_memory_mb,
            on_wait=on_wait,
        )
        bolt = Bolt(
            attachment.uri,
            attachment.user,
            attachment.password,
            database=attachment.database,
            reader=attachment.reader,
            folder=attachment.folder,
        )
        return _verified(bolt), attachment, "embedded"
    password = settings.secret()
    if password is None:
        raise WrongUsage(
            "设了 GONGJIAN_URI,还需要口令:请设 GONGJIAN_PASSWORD 或 GONGJIAN_PASSWORD_FILE",
            "GONGJIAN_URI is set, so a password is needed: set GONGJIAN_PASSWORD or GONGJIAN_PASSWORD_FILE",
        )
    return _verified(Bolt(settings.uri, settings.user, password, database=settings.database)), None, settings.uri


def remove_engine(settings: Settings) -> None:
    """Stop the embedded engine and remove its files, indexes and logs with them; the next opening builds the graph.

    WrongUsage where the graph is on a server; StoreBusy while somebody loads. Readers lose their connection.
    """
    if settings.uri is not None:
        raise WrongUsage(
            "图在 Neo4j 上,它的文件由它自己管理;只有内嵌引擎的文件可以这样重建",
            "the graph is on a Neo4j server, which keeps its own files: only the embedded engine's can be removed",
        )
    folder = settings.data / ENGINE_FOLDER
    if not (settings.data / LEDGER_FILE).exists() or not folder.exists():
        return  # without the ledger the graph could not be built again
    with FolderLock(settings.data) as lock:
        lock.wait(FIRST_SECONDS)
        engine.stop(folder)
        shutil.rmtree(folder)
        remove_snapshots(settings.data)


def _verified(bolt: Bolt) -> Bolt:
    try:
        bolt.verify()
    except BaseException:
        bolt.close()
        raise
    return bolt


def initialise(bolt: Bolt, ledger: Ledger, adopt_at: str | None = None) -> GraphState:
    """Make an empty database a graph of this ledger; StoreMismatch if it holds anything.

    With ``adopt_at`` (its address) it becomes the ledger's active graph, before it says itself that it is one:
    nobody, not even after a crash in between, meets a graph that its ledger does not know.
    """
    if bolt.count_everything() != (0, 0):
        raise StoreMismatch(
            "这个数据库里有不是本系统写入的数据,不能使用;请给一个空的数据库(GONGJIAN_DATABASE 或另一个 GONGJIAN_URI)",
            "this database holds data that is not ours: give an empty one (GONGJIAN_DATABASE, or another GONGJIAN_URI)",
        )
    _prepare(bolt)
    graph = uuid.uuid4().hex
    if adopt_at is not None:
        ledger.adopt(graph, adopt_at)
    create_state(bolt, graph, ledger.id, fingerprint())
    state = read_state(bolt)
    assert state is not None
    return state


def _first_state(bolt: Bolt, ledger: Ledger, address: str) -> GraphState:
    """Initialise under the lock of the ledger's folder: two who open at once must not both make the constraints."""
    with FolderLock(ledger.path.parent) as lock:
        lock.wait(FIRST_SECONDS)
        state = read_state(bolt)
        return initialise(bolt, ledger, address) if state is None else state


def _prepare(bolt: Bolt) -> None:
    for statement in statements():
        bolt.schema(statement)


def _bring_up_to_date(state: GraphState, store: Store, ledger: Ledger | None) -> None:
    """Roll an unfinished load forward, and rebuild what another version of the model would hold differently."""
    if state.model != fingerprint():
        if ledger is None:
            raise StoreMismatch(
                "这个图由另一个版本的程序写成;请在存放底账的机器上用本版本打开一次,或换用那个版本",
                "this graph was built by another version of the program: open it once with this version "
                "where its ledger is, or use that version here",
                code="other_model",
            )
        _prepare(store.bolt)
        store.roll_forward()
    elif ledger is not None and _behind(state, ledger):
        store.roll_forward()


def _belong_together(state: GraphState, ledger: Ledger, address: str) -> None:
    if state.ledger != ledger.id:
        raise StoreMismatch(
            "这个图属于另一本底账;请用 GONGJIAN_DATA 指到它的底账所在文件夹,或给一个空的数据库",
            "this graph belongs to another ledger: point GONGJIAN_DATA to the folder of its ledger, "
            "or give an empty database",
            code="foreign_ledger",
        )
    known = {graph.id: graph for graph in ledger.graphs()}
    entry = known.get(state.graph)
    if entry is None or not entry.active:
        active = next((graph.address for graph in known.values() if graph.active), "?")
        raise StoreMismatch(
            f"这个图已停用,当前在用的图在 {active};要换回来请用 gongjian copy",
            f"this graph is not the active one, which is at {active}: use `gongjian copy` to move back",
            code="inactive_graph",
        )
    if entry.address != address:
        ledger.adopt(state.graph, address)


def _behind(state: GraphState, ledger: Ledger) -> bool:
    return state.writing or state.sequence < ledger.sequence or ledger.graphs()[0].sequence < ledger.sequence
