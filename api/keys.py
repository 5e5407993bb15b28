"""API keys: random, kept as hashes only, each with a role and, where wanted, an area or the unit that it is of.

They lie in ``keys.sqlite`` of the data folder, which only its owner may read. A key is ``gj_<id>_<secret>``; the
secret has 256 bits, so one SHA-256 of it cannot be searched. Whoever may write this file can make keys, and is a
steward in fact.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from api.private_file import PrivateFile
from api.problems import Unauthorised
from graph.disclosure.roles import Role
from graph.errors import NotFound, WrongUsage
from graph.settings import Settings
from ingest.clean.named import find_named
from ingest.clean.personal import find_personal

FILE = "keys.sqlite"
FIRST_LINK_LIVES = timedelta(hours=1)

_SCHEMA = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS key (
    id TEXT PRIMARY KEY, hash BLOB NOT NULL, label TEXT NOT NULL, role TEXT NOT NULL, area TEXT,
    created TEXT NOT NULL, expires TEXT, revoked TEXT, unit TEXT
);
CREATE TABLE IF NOT EXISTS first (hash BLOB PRIMARY KEY, expires TEXT NOT NULL);
"""
_COLUMNS = "id, label, role, area, created, expires, revoked, unit"


def _upgrade(db: sqlite3.Connection) -> None:
    """Files of before there were keys of units lack their column."""
    if "unit" not in {row[1] for row in db.execute("PRAGMA table_info(key)")}:
        db.execute("ALTER TABLE key ADD COLUMN unit TEXT")


_KEPT = PrivateFile(FILE, "密钥文件", "the file of keys", "keys_unavailable", _SCHEMA, _upgrade)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; the key itself is not."""

    id: str
    label: str
    role: Role
    area: str | None
    """Code, name or id of the place that the key is confined to; None for the whole graph."""
    created: datetime
    expires: datetime | None
    revoked: datetime | None
    unit: str | None = None
    """Id of the unit that a key of the role unit belongs to; None for every other role."""

    def live(self, now: datetime) -> bool:
        """Whether it opens anything at that time."""
        return self.revoked is None and (self.expires is None or now < self.expires)


def create_key(
    settings: Settings,
    *,
    label: str,
    role: Role | str,
    area: str | None = None,
    unit: str | None = None,
    expires: datetime | None = None,
) -> tuple[Key, str]:
    """Make a key and return it with its text, which is shown this once and not kept.

    A key of the role unit needs the id of its unit and has no area. ``expires`` needs a time zone. Raises WrongUsage
    for a role that there is not, a blank label, or a unit where none belongs or none where one does.
    """
    if role not in set(Role) or not label.strip() or (expires is not None and expires.tzinfo is None):
        raise WrongUsage(
            f"密钥要有用途说明(label),角色为 {'、'.join(Role)} 之一,失效时间要带时区",
            f"a key needs a label, a role out of {', '.join(Role)}, and a time zone with its expiry",
        )
    if find_personal(label) is not None or find_named(label) is not None:
        raise WrongUsage(
            "密钥的用途说明里像是有人名或个人号码;请只写给哪个机构、作什么用",
            "the label seems to name a person or to hold a personal number: say which office it is for, and what for",
            code="key_label",
        )
    if (unit is not None) != (role == Role.UNIT) or (unit is not None and area is not None):
        raise WrongUsage(
            "单位密钥(角色 unit)要写明是哪个单位(unit),不写辖区;别的角色不写单位",
            "a key of the role unit needs its unit and no area; keys of other roles have no unit",
            code="key_unit",
        )
    with _KEPT.transaction(settings.data) as db:
        return _insert(db, Key(_new_id(), label.strip(), Role(role), area, _now(), expires, None, unit))


def list_keys(settings: Settings) -> list[Key]:
    """All keys, also expired and revoked ones, oldest first."""
    with _KEPT.opened(settings.data) as db:
        return [_key(row) for row in db.execute(f"SELECT {_COLUMNS} FROM key ORDER BY created, rowid")]


def revoke_key(settings: Settings, key_id: str) -> Key:
    """Revoke a key from now on; once revoked it stays so. NotFound if there is none of this id."""
    with _KEPT.transaction(settings.data) as db:
        db.execute("UPDATE key SET revoked = ? WHERE id = ? AND revoked IS NULL", (_now().isoformat(), key_id))
        row = db.execute(f"SELECT {_COLUMNS} FROM key WHERE id = ?", (key_id,)).fetchone()
    if row is None:
        raise NotFound("没有这个编号的密钥;用 gongjian keys 查看", "there is no key of this id: see `gongjian keys`")
    return _key(row)


def check_key(settings: Settings, text: str) -> Key:
    """The live key of this text; Unauthorised for an unknown, expired or revoked one."""
    parts = text.split("_", 2)
    row = None
    if len(parts) == 3 and parts[0] == "gj":
        with _KEPT.opened(settings.data) as db:
            row = db.execute(f"SELECT {_COLUMNS}, hash FROM key WHERE id = ?", (parts[1],)).fetchone()
    if row is None or not hmac.compare_digest(_hash(text), row[-1]):
        raise Unauthorised(
            "X-API-Key 不是有效的密钥;请向管理者索取", "X-API-Key is not a known key: ask the steward for one"
        )
    key = _key(row[:-1])
    if not key.live(_now()):
        raise Unauthorised(
            "这个密钥已失效或已撤销;请向管理者索取新的",
            "this key has expired or was revoked: ask the steward for a new one",
            code="key_not_live",
        )
    return key


def key_by_id(settings: Settings, key_id: str) -> Key | None:
    """The live key of this id; None where there is none, or no longer."""
    with _KEPT.opened(settings.data) as db:
        row = db.execute(f"SELECT {_COLUMNS} FROM key WHERE id = ?", (key_id,)).fetchone()
    key = None if row is None else _key(row)
    return key if key is not None and key.live(_now()) else None


def first_link(settings: Settings) -> str | None:
    """A one-time address that hands out the first (steward) key; None where the data folder has keys already.

    It works once, for an hour, and until any key exists. A new link makes earlier ones void.
    """
    token = secrets.token_urlsafe(32)
    with _KEPT.transaction(settings.data) as db:
        if db.execute("SELECT 1 FROM key").fetchone():
            return None
        db.execute("DELETE FROM first")
        db.execute("INSERT INTO first VALUES (?, ?)", (_hash(token), (_now() + FIRST_LINK_LIVES).isoformat()))
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.port}/first?token={token}"


def check_first(settings: Settings, token: str) -> None:
    """Raise Unauthorised where :func:`exchange_first` would; the token stays as it is."""
    with _KEPT.opened(settings.data) as db:
        open_still = _opens_first(db, token)
    if not open_still:
        raise _first_link_void()


def exchange_first(settings: Settings, token: str) -> tuple[Key, str]:
    """A steward key for the token of :func:`first_link`; Unauthorised where it is unknown, used or too old."""
    with _KEPT.transaction(settings.data) as db:
        open_still = _opens_first(db, token)
        db.execute("DELETE FROM first WHERE hash = ?", (_hash(token),))
        if open_still:
            return _insert(db, Key(_new_id(), "first", Role.STEWARD, None, _now(), None, None))
    raise _first_link_void()


def _opens_first(db: sqlite3.Connection, token: str) -> bool:
    row = db.execute("SELECT expires FROM first WHERE hash = ?", (_hash(token),)).fetchone()
    keys = db.execute("SELECT 1 FROM key").fetchone()
    return row is not None and keys is None and _now() < datetime.fromisoformat(row[0])


def _first_link_void() -> Unauthorised:
    return Unauthorised(
        "这个一次性链接已用过、已过期或不存在;请在运行服务的机器上用 gongjian keys create --label 用途 新建密钥",
        "this one-time link was used, is too old or unknown: on the machine of the service make a key with "
        "`gongjian keys create --label purpose`",
        code="first_link_void",
    )


def signing_secret(settings: Settings) -> bytes:
    """The secret that cursors are signed with; made at first use."""
    with _KEPT.transaction(settings.data) as db:
        db.execute("INSERT OR IGNORE INTO meta VALUES ('cursor_secret', ?)", (secrets.token_bytes(32),))
        return bytes(db.execute("SELECT value FROM meta WHERE key = 'cursor_secret'").fetchone()[0])


def _new_id() -> str:
    return secrets.token_hex(4)


def _insert(db: sqlite3.Connection, key: Key) -> tuple[Key, str]:
    text = f"gj_{key.id}_{secrets.token_urlsafe(32)}"
    until = None if key.expires is None else key.expires.isoformat()
    row = (key.id, _hash(text), key.label, key.role.value, key.area, key.created.isoformat(), until, None, key.unit)
    db.execute(f"INSERT INTO key ({_COLUMNS.replace('id,', 'id, hash,', 1)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    return key, text


def _key(row: tuple[str, str, str, str | None, str, str | None, str | None, str | None]) -> Key:
    key_id, label, role, area, created, expires, revoked, unit = row
    until, since = (None if text is None else datetime.fromisoformat(text) for text in (expires, revoked))
    return Key(key_id, label, Role(role), area, datetime.fromisoformat(created), until, since, unit)


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _now() -> datetime:
    return datetime.now(UTC)
