"""What goes wrong, as functions: each strikes while a block runs, and heals what does not heal by itself."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts import stack
from scripts.servers import FOLDER, NODES, SQL, pids, run, sql

from tests.faults.provider import Provider

CLOCK = FOLDER.with_name(f"{FOLDER.name}-clock")
SKEWED = Path(__file__).parent / "skewed"
DATA_SIZE = 160  # MB


@dataclass(frozen=True)
class Fault:
    """A fault by its name; `during` is how many seconds it lasts, `heals` whether the site may wait for its end."""

    name: str
    strike: Callable[[Provider], object]
    during: float = 1.0
    heals: bool = False
    missing: Callable[[], str] = lambda: ""
    site: str = stack.SITE  # where the buyers buy

    def __str__(self) -> str:
        return self.name


def kill(*names: str):
    """SIGKILL for a server and its children, all at once."""

    @contextmanager
    def strike(_provider: Provider):
        for name in names:
            os.killpg(dict(pids())[name], signal.SIGKILL)
        yield

    return strike


def kill_child(name: str):
    """SIGKILL for one process that a server has forked: a gunicorn's worker."""

    @contextmanager
    def strike(_provider: Provider):
        child = dict(pids())[name]
        while below := children(child):  # `hutong run` forks gunicorn, and that its workers
            child = below[0]
        os.kill(child, signal.SIGKILL)
        yield

    return strike


def freeze(name: str):
    """SIGSTOP for a server: its connections stay, its kernel takes new ones, and nobody answers."""

    @contextmanager
    def strike(_provider: Provider):
        group = dict(pids())[name]
        os.killpg(group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(group, signal.SIGCONT)

    return strike


def cluster_whole() -> bool:
    """Whether every Galera node takes part, the one of the last fault as well."""
    told = ("wsrep_cluster_size", str(len(SQL))), ("wsrep_local_state_comment", "Synced")
    return all(sql(port, f"SHOW STATUS LIKE '{name}'").endswith(so) for port in SQL for name, so in told)


def children(pid: int) -> list[int]:
    """Processes that a process has forked."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def cut_off(_provider: Provider):
    """A network cut between one Galera node and the others; its clients still reach it."""
    rules = [["INPUT", way, NODES[0], "-j", "DROP"] for way in ("--source", "--destination")]
    for rule in rules:
        run("iptables", "-I", *rule)
    try:
        yield
    finally:
        for rule in rules:
            run("iptables", "-D", *rule)


def no_iptables() -> str:
    """Why the network cannot be cut here; empty where it can."""
    if os.getuid():
        return "cutting a network needs root"
    if stack.still_missing(("iptables",)):
        return "cutting a network needs iptables, which could not be installed. On Debian: apt install iptables"
    try:
        run("iptables", "-L", "INPUT")
    except SystemExit as refused:  # a container without the right to
        return str(refused)
    return ""


@contextmanager
def disk_full(_provider: Provider):
    """The folder of the site's data has no room for a byte more."""
    ballast = FOLDER / "data" / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            for size in (1 << 20, 1 << 10, 1):
                try:
                    while True:
                        file.write(b"\0" * size)
                except OSError:
                    continue
        yield
    finally:
        ballast.unlink()


def small_disk() -> None:
    """Put the data of the stack on a disk of a few megabytes."""
    (FOLDER / "data").mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DATA_SIZE}m", "hutong", str(FOLDER / "data")], check=True)


def no_small_disk() -> str:
    """Why no disk can be made full here; empty where one can."""
    return "" if os.path.ismount(FOLDER / "data") else "a small disk needs root and mount"


def set_clock(seconds: int) -> None:
    """Set the clock of every process of the site: so many seconds wrong."""
    fresh = CLOCK.with_suffix(".new")
    fresh.write_text(f"{seconds}")
    fresh.replace(CLOCK)


@contextmanager
def clock_back(_provider: Provider):
    """The clock of the site's machines is five minutes late, all of a sudden, and right again later."""
    set_clock(-300)
    try:
        yield
    finally:
        set_clock(0)
        time.sleep(1.5)  # until everybody has looked


WEB_WORKER = Fault("a web worker is killed", kill_child("web1"))
WORKER = Fault("the job worker is killed", kill("worker"))
PROVIDER = (
    Fault("the provider is slow", lambda provider: provider.in_a_mood("slow body"), during=6),
    Fault("the provider is silent", lambda provider: provider.in_a_mood("silent"), during=6, heals=True),
    Fault("the provider lies", Provider.telling_lies, during=4),
)
CLOCK_BACK = Fault("the clock is set back", clock_back, during=8)

FAULTS: dict[str, tuple[Fault, ...]] = {
    "alone": (
        Fault("a web worker is killed", kill_child("site")),
        Fault("everything is killed", kill("site")),
        Fault("the disk is full", disk_full, during=3, heals=True, missing=no_small_disk),
        Fault("the provider lies", Provider.telling_lies, during=3),
        CLOCK_BACK,
    ),
    "small": (
        WEB_WORKER,
        WORKER,
        Fault("MariaDB is killed", kill("sql1")),
        Fault("Redis is killed", kill("redis1")),
    ),
    "up": (
        WEB_WORKER,
        Fault("a web host is killed", kill("web1")),
        WORKER,
        Fault("MariaDB is killed", kill("sql1")),
        Fault("Redis is killed", kill("redis1")),
        Fault("RabbitMQ is killed", kill("rabbitmq")),
        *PROVIDER,
        Fault("everything is killed", kill("sql1", "redis1", "rabbitmq", "web1", "web2", "worker", "beat", "nginx")),
        CLOCK_BACK,
    ),
    "cluster": (  # the first one while the web hosts are still connected to the nodes beside them
        Fault("a web host's own node is frozen", freeze("sql1"), during=40, site=f"http://127.0.0.1:{stack.WEB[0]}"),
        Fault("a Galera node is killed", kill("sql1")),
        Fault("a node is cut off", cut_off, during=20, missing=no_iptables),
        Fault("another node is frozen", freeze("sql3"), during=40),
        Fault("a node of the Redis Cluster is killed", kill("redis2")),
        Fault("the job worker is killed", kill("worker")),
    ),
}
