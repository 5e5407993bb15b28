"""A throw-away Neo4j for the tests, from Maven artifacts (there is no standalone archive to fetch).

    python tests/neo4j_server.py run -- pytest       start, run with GONGJIAN_TEST_*, stop; the command's exit code
    python tests/neo4j_server.py start               start and print the variables to export
    python tests/neo4j_server.py stop                stop the one started so

The jars stay in ``GONGJIAN_CACHE`` (else the user's cache folder); data live in a temporary folder.
Standard library only.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NoReturn

VERSION = "5.26.30"
OLDEST_JAVA = 17
PATIENCE = 90.0  # seconds for the server to answer
USER = "neo4j"
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")

POM = f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>gongjian</groupId><artifactId>neo4j-for-tests</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{VERSION}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{VERSION}</version></dependency>
  </dependencies>
</project>
"""


def give_up(zh: str, en: str) -> NoReturn:
    """Say loudly what is missing, and fail: a suite that silently skipped Neo4j would prove nothing."""
    way_out_zh = (
        "或设置 GONGJIAN_TEST_URI、GONGJIAN_TEST_USER、GONGJIAN_TEST_PASSWORD 使用现成的测试服务器(其数据会被清空)"
    )
    way_out_en = (
        "or set GONGJIAN_TEST_URI, GONGJIAN_TEST_USER and GONGJIAN_TEST_PASSWORD to use a server for tests "
        "(its data are wiped)"
    )
    line = "!" * 80
    print(f"{line}\n{zh};{way_out_zh}\n{en}; {way_out_en}\n{line}", file=sys.stderr)
    raise SystemExit(3)


def cache() -> Path:
    """Where the jars are kept, outside the source tree."""
    if chosen := os.environ.get("GONGJIAN_CACHE"):
        return Path(chosen).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "gongjian"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "gongjian"
    return Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "gongjian"


def java() -> str:
    """The Java to run, new enough; JAVA_HOME first."""
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    found = found or shutil.which("java")
    said = subprocess.run([found, "-version"], capture_output=True, text=True).stderr if found else ""
    version = re.search(r'version "(\d+)', said)
    if found is None or version is None or int(version[1]) < OLDEST_JAVA:
        give_up(
            f"测试用 Neo4j 需要 Java {OLDEST_JAVA} 或更新版本:请安装 OpenJDK {OLDEST_JAVA}",
            f"Neo4j for the tests needs Java {OLDEST_JAVA} or newer: install OpenJDK {OLDEST_JAVA}",
        )
    return found


def jars() -> Path:
    """The folder of jars; fetched by Maven once, and renamed into place only when complete."""
    lib = cache() / f"neo4j-{VERSION}"
    if lib.is_dir():
        return lib
    maven = shutil.which("mvn")
    if maven is None:
        give_up(
            "下载测试用 Neo4j 需要 Maven:请安装 maven",
            "fetching Neo4j for the tests needs Maven: install maven",
        )
    lib.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fetching-", dir=lib.parent) as place:
        fetched = Path(place) / "lib"
        (Path(place) / "pom.xml").write_text(POM, encoding="utf-8")
        print(f"fetching Neo4j {VERSION} into {lib} (once, about 125 MB) …", file=sys.stderr)
        command = [maven, "-q", "-B", "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
        done = subprocess.run(command, cwd=place, stdout=sys.stderr)
        if done.returncode != 0 or not list(fetched.glob(f"neo4j-server-{VERSION}.jar")):
            give_up(
                "Maven 未能取得 Neo4j(见上面的输出):请检查网络或镜像后重试",
                "Maven could not fetch Neo4j (see its output above): check the network or the mirror and try again",
            )
        try:
            fetched.rename(lib)
        except OSError:
            if not lib.is_dir():  # else another run was faster, with the same jars
                raise
    return lib


def free_port() -> int:
    """A port on loopback that is free now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Server:
    """One running server in a home of its own."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.password = secrets.token_hex(16)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def variables(self) -> dict[str, str]:
        """What the tests read."""
        return {
            "GONGJIAN_TEST_URI": f"bolt://127.0.0.1:{self.port}",
            "GONGJIAN_TEST_USER": USER,
            "GONGJIAN_TEST_PASSWORD": self.password,
        }

    def start(self) -> None:
        """Set the password, start, and wait until Bolt answers."""
        runtime, classpath = java(), str(jars() / "*")
        conf = self.home / "conf"
        conf.mkdir()
        (conf / "neo4j.conf").write_text(self._settings(), encoding="utf-8")
        environment = os.environ | {"NEO4J_HOME": str(self.home), "NEO4J_CONF": str(conf)}
        admin = [runtime, "-cp", classpath, "org.neo4j.server.startup.Neo4jAdminCommand"]
        admin += ["dbms", "set-initial-password", self.password]
        subprocess.run(admin, env=environment, check=True, stdout=subprocess.DEVNULL)
        opens = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
        command = [runtime, "-Xmx512m", *opens, "-cp", classpath, "org.neo4j.server.CommunityEntryPoint"]
        command += [f"--home-dir={self.home}", f"--config-dir={conf}"]
        with (self.home / "output.log").open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def stop(self) -> None:
        """Stop it, by force if it does not listen."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _settings(self) -> str:
        return "\n".join(
            (
                "server.default_listen_address=127.0.0.1",
                f"server.bolt.listen_address=127.0.0.1:{self.port}",
                f"server.bolt.advertised_address=127.0.0.1:{self.port}",
                "server.http.enabled=false",
                "server.https.enabled=false",
                "server.memory.pagecache.size=256m",
                "server.memory.heap.max_size=512m",
                "dbms.usage_report.enabled=false",
                "db.tx_log.preallocate=false",
                "",
            )
        )

    def _wait(self) -> None:
        assert self.process is not None
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            if answers(self.port):
                return
            time.sleep(0.2)
        self.stop()
        print((self.home / "output.log").read_text(errors="replace")[-4000:], file=sys.stderr)
        give_up("测试用 Neo4j 没有启动(见上面的输出)", "Neo4j for the tests did not start (see its output above)")


def answers(port: int) -> bool:
    """Whether Bolt at the port agrees on a version."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            connection.sendall(bytes.fromhex("6060b017" + "00040405" + "00000000" * 3))
            return connection.recv(4) == bytes.fromhex("00000405")
    except OSError:
        return False


def run(command: list[str]) -> int:
    """Start a server, run the command beside it, always stop; the command's exit code."""

    def interrupted(number: int, frame: object) -> NoReturn:
        raise SystemExit(128 + number)  # so that the blocks below are left in order

    signal.signal(signal.SIGTERM, interrupted)
    with tempfile.TemporaryDirectory(prefix="gongjian-neo4j-", ignore_cleanup_errors=True) as home:
        server = Server(Path(home))
        try:
            server.start()
            return subprocess.run(command, env=os.environ | server.variables).returncode
        finally:
            server.stop()


def note() -> Path:
    """Where ``start`` leaves word for ``stop``."""
    return cache() / "neo4j-started.json"


def start() -> int:
    """Start one for use by hand."""
    if note().exists():
        print("already started; `stop` it first | 已启动,请先 stop", file=sys.stderr)
        return 1
    server = Server(Path(tempfile.mkdtemp(prefix="gongjian-neo4j-")))
    try:
        server.start()
    except BaseException:
        server.stop()
        shutil.rmtree(server.home, ignore_errors=True)
        raise
    assert server.process is not None
    handle = os.open(note(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump({"pid": server.process.pid, "home": str(server.home), "port": server.port}, file)
    for name, text in server.variables.items():
        print(f"export {name}={text}")
    return 0


def stop() -> int:
    """Stop the one started by hand."""
    try:
        started = json.loads(note().read_text())
    except FileNotFoundError:
        print("none was started | 没有启动过", file=sys.stderr)
        return 1
    if answers(started["port"]):  # else it is gone, and its process id may be another's by now
        os.kill(started["pid"], signal.SIGTERM)
        end = time.monotonic() + 30
        while answers(started["port"]) and time.monotonic() < end:
            time.sleep(0.2)
    shutil.rmtree(started["home"], ignore_errors=True)
    note().unlink()
    return 0


def main(arguments: list[str]) -> int:
    """The command line."""
    if arguments[:2] == ["run", "--"] and len(arguments) > 2:
        return run(arguments[2:])
    if arguments == ["start"]:
        return start()
    if arguments == ["stop"]:
        return stop()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
