"""The command as a process of its own: what a shell, a pipe and a script see."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.api.command.conftest import Gongjian, run

GONGJIAN = (sys.executable, "-m", "api.command")


def _process(*words: object, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1", **more}
    command = [*GONGJIAN, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, env=environment)


def test_help_is_quick_and_in_both_languages() -> None:
    begun = time.monotonic()
    done = _process("--help")
    assert time.monotonic() - begun < 30  # under a second alone; the suite may share its machine
    assert done.returncode == 0
    assert "导入名册" in done.stdout
    assert "Load rosters" in done.stdout
    heavy = "{'polars', 'neo4j', 'fastapi', 'pydantic'} & sys.modules.keys()"
    asked = f"import sys, api.command.main; print(sorted({heavy}))"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60)
    assert loaded.stdout.strip() == "[]"


COMMANDS = (
    "demo/load/undo/loads/formats/questions/ask/cover/sources/copy/rebuild/doctor/serve/engine status/engine stop/"
    "backup/restore/migrate/erase/secret rotate/"
    "keys create/keys list/keys revoke/cases list/synth subdistrict"
)


@pytest.mark.parametrize("command", COMMANDS.split("/"))
def test_every_command_explains_itself_in_both_languages(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.code == 0
    assert "--json" in done.out
    first = next(line for line in done.out.splitlines()[2:] if line.strip())
    assert any("\u4e00" <= each <= "\u9fff" for each in first)
    assert "|" in done.out


def test_a_pipe_that_closes_is_no_error(loaded: Gongjian) -> None:
    shell = f'"{sys.executable}" -m api.command ask units --json | head -c 10; echo "ended ${{PIPESTATUS[0]}}"'
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, timeout=120)
    assert done.stdout.endswith("ended 0\n")
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_output_to_a_file_has_no_colours(loaded: Gongjian) -> None:
    done = _process("loads")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr


def test_an_error_is_two_sentences_on_stderr_and_no_traceback() -> None:
    done = _process("ask", "no_such_question")
    assert done.returncode == 2
    assert done.stdout == ""
    assert "没有名为 no_such_question 的问题" in done.stderr
    assert "no question no_such_question" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_named_without_their_values() -> None:
    done = _process("doctor", "--json", GONGJIAN_PORT="a-secret-word")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "bad_settings"
    assert "port" in done.stdout
    assert "a-secret-word" not in done.stdout + done.stderr


def test_an_unexpected_error_is_logged_without_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGJIAN_DATA", str(tmp_path))
    (tmp_path / "keys.sqlite").write_text("no database, but the secret 10000000009")
    done = run("loads", "--json", "--data", tmp_path)
    assert done.code == 0
    (tmp_path / "ledger.sqlite").mkdir()
    from api.command.session import Given, Session, _guarded

    def fails(session: Session) -> int:
        raise RuntimeError("the secret 10000000009")

    assert _guarded(fails, Session(Given(data=tmp_path, as_json=False)), {}) == 1
    log = (tmp_path / "log" / "gongjian.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "fails" in log
    assert "10000000009" not in log


def test_serve_prints_its_address_and_the_first_link(loaded: Gongjian) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*GONGJIAN, "serve", "--port", str(port)]
    served = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONUNBUFFERED": "1"}
    )
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not answer")
    finally:
        served.terminate()
        out, _ = served.communicate(timeout=30)
    said = out.decode("utf-8")
    assert f"http://127.0.0.1:{port}/docs" in said
    assert f"http://127.0.0.1:{port}/first?token=" in said


def test_serve_says_that_its_port_is_taken_before_it_prints_an_address(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("serve", "--port", port, "--data", tmp_path)
    assert done.code == 1
    assert f"端口 {port} 已被占用;用 --port 换一个" in done.err
    assert "http" not in done.out


@pytest.mark.parametrize(
    ("words", "lead"),
    [
        (("loads", "--no-such"), "没有这个选项"),
        (("load",), "缺少必填的参数或选项"),
        (("undo", "first"), "参数或选项的值不对"),
        (("keys", "revoke"), "缺少必填的参数或选项"),
        (("no-such-command",), "没有这个命令"),
    ],
)
def test_a_wrong_call_is_led_by_chinese(words: tuple[str, ...], lead: str) -> None:
    done = run(*words)
    assert done.code == 2
    assert done.err.count("用法有误:") == 1
    assert lead in done.err


@pytest.mark.parametrize(
    ("name", "code", "exit_code"), [("ledger.sqlite", "data_unwritable", 1), ("", "not_permitted", 2)]
)
def test_a_folder_that_may_not_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, code: str, exit_code: int
) -> None:
    import errno

    from api.command.session import Given, Session, _guarded

    data = tmp_path / "data"
    path = data / name if name else tmp_path / "elsewhere" / "roster.csv"

    def fails(session: Session) -> int:
        raise OSError(errno.EROFS, "read-only", str(path))

    assert _guarded(fails, Session(Given(data=data, as_json=True)), {}) == exit_code
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == code
    assert (str(data) if name else "roster.csv") in error["zh"]
