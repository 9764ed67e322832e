"""Servers of this machine for the stack: started in folders of their own, looked after, and ended."""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("HUTONG_STACK", "/tmp/hutong-stack"))  # noqa: S108 - MariaDB's own user must reach it
PATIENCE = 120  # seconds until a server must answer
SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
SQL, REDIS, RABBIT = (13301, 13302, 13303), (16381, 16382, 16383), 15673
NODES = (
    "127.0.0.11",
    "127.0.0.12",
    "127.0.0.13",
)  # of Galera among themselves, so that one can be cut off
KEEPER = "keeper"


@dataclass(frozen=True)
class Service:
    """One server: how it is started, how one sees that it answers, and how it is started again if that differs."""

    name: str
    command: list[str]
    ready: Callable[[], bool]
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None
    again: list[str] | None = None

    def start(self) -> None:
        """Start it in a session of its own and wait until it answers."""
        process = _launch(self.name, self.command, self.env, self.user)
        plan = {"command": self.again or self.command, "env": self.env, "user": self.user}
        (FOLDER / f"{self.name}.plan").write_text(json.dumps(plan))
        began = time.monotonic()
        while not self.ready():
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(f"{self.name} did not start:\n{(FOLDER / f'{self.name}.log').read_text()[-3000:]}")
            time.sleep(0.1)
        print(f"{self.name:<10} {time.monotonic() - began:5.1f} s", flush=True)


def _launch(name: str, command: list[str], env: dict[str, str], user: str | None) -> "subprocess.Popen[bytes]":
    user = user if os.getuid() == 0 else None
    with (FOLDER / f"{name}.log").open("a") as log:
        process = subprocess.Popen(
            command,
            env={**os.environ, "PATH": SEARCH, **env},
            cwd=ROOT if user is None else FOLDER,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    (FOLDER / f"{name}.pid").write_text(str(process.pid))
    return process


def start_keeper() -> None:
    """Start what starts again whatever dies, as systemd or `restart: unless-stopped` do."""
    _launch(KEEPER, [sys.executable, "-m", "scripts.stack", "keep"], {"HUTONG_STACK": str(FOLDER)}, None)


def keep() -> None:
    """Start again what has died, until this is told to end. A file NAME.held holds one back."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    while True:
        for file in FOLDER.glob("*.plan"):
            name, started = file.stem, FOLDER / f"{file.stem}.pid"
            if name in children:
                children[name].poll()  # reaps it
            if not started.exists() or (FOLDER / f"{name}.held").exists() or alive(int(started.read_text())):
                continue
            children[name] = _launch(name, **json.loads(file.read_text()))
        time.sleep(0.3)


def mariadb(place: int, galera: bool = False) -> Service:
    """A MariaDB of its own; with `galera`, a node of the cluster (the first one founds it)."""
    name, port = f"sql{place + 1}", SQL[place]
    data = FOLDER / name
    data.mkdir()
    if os.getuid() == 0:
        shutil.chown(data, "mysql", "mysql")
    who = ["--user=mysql"] if os.getuid() == 0 else []
    run("mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", *who)
    command = [
        shutil.which("mariadbd", path=SEARCH) or "mariadbd", "--no-defaults", f"--datadir={data}", f"--port={port}",
        "--bind-address=127.0.0.1", f"--socket={data}/sock", f"--pid-file={data}/pid", "--innodb-buffer-pool-size=128M",
        "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin", "--max-connections=200",
        "--innodb-flush-log-at-trx-commit=1", "--skip-log-bin",
    ]  # fmt: skip
    again = command
    if galera:
        again = command + _galera(place, NODES)
        command = again if place else command + _galera(place, ())
    ready = (lambda: sql(port, "SHOW STATUS LIKE 'wsrep_local_state_comment'").endswith("Synced")) if galera else None
    return Service(name, command, ready or (lambda: sql(port, "SELECT 42") == "42"), user="mysql", again=again)


def galera() -> Path | None:
    """The library that makes a MariaDB a node."""
    return next(iter(Path("/usr/lib").glob("**/libgalera_smm.so")), None)


def _galera(place: int, others: tuple[str, ...]) -> list[str]:
    """What makes a MariaDB a node at an address of its own; with no others it founds the cluster."""
    library, here = galera(), NODES[place]
    return [
        "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--wsrep-on=ON", f"--wsrep-provider={library}",
        "--wsrep-cluster-name=hutong", f"--wsrep-cluster-address=gcomm://{','.join(f'{one}:14567' for one in others)}",
        f"--wsrep-node-name=sql{place + 1}", f"--wsrep-node-address={here}:14567", "--wsrep-sst-method=rsync",
        f"--wsrep-sst-receive-address={here}:14569", "--wsrep-slave-threads=2",
        f"--wsrep-provider-options=gmcast.listen_addr=tcp://{here}:14567;ist.recv_addr={here}:14568",
    ]  # fmt: skip


def redis(place: int, cluster: bool = False) -> Service:
    """A Redis that keeps nothing on disk."""
    name, port = f"redis{place + 1}", REDIS[place]
    folder = FOLDER / name
    folder.mkdir()
    command = [
        "redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
        "--dir", str(folder), "--daemonize", "no",
    ]  # fmt: skip
    if cluster:
        command += ["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"]
        command += ["--cluster-node-timeout", "3000", "--cluster-port", str(port + 1000)]
    return Service(name, command, lambda: "PONG" in run("redis-cli", "-p", str(port), "ping", check=False))


def rabbitmq() -> Service:
    """A RabbitMQ of its own."""
    folder = FOLDER / "rabbitmq"
    folder.mkdir()
    if os.getuid() == 0:
        shutil.chown(folder, "rabbitmq", "rabbitmq")
    (folder / "rabbitmq.conf").write_text(f"listeners.tcp.1 = 127.0.0.1:{RABBIT}\n")
    env = {
        "HOME": str(folder),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_NODENAME": "hutong-stack@localhost",
        "RABBITMQ_DIST_PORT": str(RABBIT + 10_000),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_CONF_ENV_FILE": "/dev/null",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-setcookie hutong-stack",
    }
    server = next(iter(sorted(Path("/usr/lib/rabbitmq").glob("lib/rabbitmq_server-*/sbin/rabbitmq-server"))), None)
    command = [str(server or "rabbitmq-server")]  # Debian's wrapper would change the user and the environment
    return Service("rabbitmq", command, lambda: listens(RABBIT), env, user="rabbitmq")


def create_database(port: int) -> None:
    """The site's database."""
    sql(port, "CREATE DATABASE hutong CHARACTER SET utf8mb4 COLLATE utf8mb4_bin")


def sql(port: int, statement: str) -> str:
    """The last line that MariaDB answers; empty while it does not."""
    server = ["mariadb", "--no-defaults", "--user=root", "--host=127.0.0.1", f"--port={port}", "--batch", "-N"]
    return run(*server, "-e", statement, check=False)


def run(*command: str, check: bool = True) -> str:
    """What a command prints; raises SystemExit where it fails and must not."""
    done = subprocess.run(command, env={**os.environ, "PATH": SEARCH}, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def listens(port: int) -> bool:
    """Whether somebody does on the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def logs(name: str, text: str) -> Callable[[], bool]:
    """Whether a server has written so."""
    return lambda: text in (FOLDER / f"{name}.log").read_text()


def wait(ready: Callable[[], bool]) -> None:
    """Until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            raise SystemExit("it takes too long")
        time.sleep(0.2)


def pids() -> list[tuple[str, int]]:
    """What was started, the first last."""
    files = sorted(FOLDER.glob("*.pid"), key=lambda file: -file.stat().st_mtime)
    return [(file.stem, int(file.read_text())) for file in files]


def alive(pid: int) -> bool:
    """Whether a process of this number runs."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def down() -> None:
    """End everything, politely and then not, and remove the folder."""
    keeper = dict(pids()).get(KEEPER)
    if keeper and alive(keeper):
        os.kill(keeper, signal.SIGKILL)  # before it starts again what is being ended
    for sent in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + 15
        for _, pid in pids():
            with suppress(ProcessLookupError):  # a group may outlive its first process
                os.killpg(pid, sent)
        while any(alive(pid) for _, pid in pids()) and time.monotonic() < end:
            time.sleep(0.1)
    if os.path.ismount(FOLDER / "data"):
        run("umount", "--lazy", str(FOLDER / "data"))
    shutil.rmtree(FOLDER, ignore_errors=True)
