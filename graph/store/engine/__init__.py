"""The embedded engine: ArcadeDB in a detached process that owns itself and serves Bolt on loopback.

The child holds an OS lock on its folder for life; that lock is the truth about whether it runs. It is found through
a runtime file, each user holds one lifeline connection, and after the last one it lingers, then stops cleanly.
"""

from graph.store.engine.launch import Attachment, attach, status, stop
from graph.store.engine.runtime import EngineStatus

__all__ = ["Attachment", "EngineStatus", "attach", "status", "stop"]
