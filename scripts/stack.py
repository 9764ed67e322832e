"""The servers of production on this machine, natively, on ports and in folders of their own.

    python -m scripts.stack up        nginx, two gunicorns, Celery worker and beat, MariaDB, Redis, RabbitMQ
    python -m scripts.stack cluster   three Galera nodes and a Redis Cluster of three, `hutong worker` for jobs
    python -m scripts.stack small     one MariaDB, Redis, gunicorn of two processes, `hutong worker`
    python -m scripts.stack alone     `hutong run` on SQLite
    python -m scripts.stack down      end what runs and remove its folder
    python -m scripts.stack status    what runs

What dies is started again by a keeper, as systemd would. HUTONG_STACK names the folder (/tmp/hutong-stack). As root,
Debian's packages are installed where they are missing, and the databases run as their own users.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from scripts.servers import (
    FOLDER,
    RABBIT,
    REDIS,
    ROOT,
    SEARCH,
    SQL,
    Service,
    alive,
    create_database,
    down,
    galera,
    keep,
    listens,
    logs,
    mariadb,
    pids,
    rabbitmq,
    redis,
    run,
    start_keeper,
    wait,
)

PACKAGES = {  # of Debian, by what they bring
    "nginx": "nginx",
    "mariadbd": "mariadb-server",
    "mariadb-install-db": "mariadb-server",
    "mariadb": "mariadb-client",
    "galera": "galera-4",
    "rsync": "rsync",
    "redis-server": "redis-server",
    "redis-cli": "redis-tools",
    "rabbitmq-server": "rabbitmq-server",
    "iptables": "iptables",  # for the faults, to cut a network
}
NGINX, WEB = 18080, (18001, 18002)
DRIVER = os.environ.get("HUTONG_STACK_DRIVER", "mysql+pymysql")
MORE: dict[str, str] = {}  # for the processes of the site
SITE = f"http://127.0.0.1:{NGINX}"
HUTONG = [sys.executable, "-c", "from hutong.cli import main; main()"]
GUNICORN = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "hutong.app:wsgi()"]


def main(what: str) -> int:
    """Do what is asked; 0 when it is done."""
    if what == "down":
        down()
    elif what == "status":
        for name, pid in pids():
            print(f"{name:<10} {pid} {'runs' if alive(pid) else 'is gone'}")
    elif what == "keep":
        keep()
    elif what in TOPOLOGIES:
        start(what)
        print(SITE)
    else:
        raise SystemExit(__doc__)
    return 0


def start(what: str, more: dict[str, str] | None = None, before: Callable[[], None] | None = None) -> None:
    """Start a topology anew, the site's processes with more in their environment; `before` sees its empty folder."""
    topology, needed = TOPOLOGIES[what]
    if missing := still_missing(needed):
        wanted = sorted({PACKAGES[name] for name in needed})
        raise SystemExit(f"not installed: {' '.join(missing)}. On Debian: apt install {' '.join(wanted)}")
    down()
    FOLDER.mkdir(mode=0o755, parents=True)
    MORE.clear()
    MORE.update(more or {})
    if before is not None:
        before()
    for service in topology():  # each is started before the next one is made
        service.start()
    start_keeper()


def still_missing(needed: tuple[str, ...]) -> list[str]:
    """Programs that are not there, after root on Debian has had them installed."""
    missing = [name for name in needed if not there(name)]
    if missing and os.getuid() == 0 and shutil.which("apt-get"):
        install(sorted({PACKAGES[name] for name in missing}))
        missing = [name for name in missing if not there(name)]
    return missing


def there(program: str) -> bool:
    """Whether a program is installed; Galera is a library."""
    return galera() is not None if program == "galera" else shutil.which(program, path=SEARCH) is not None


def install(packages: list[str]) -> None:
    """Install Debian's packages; what they would start by themselves stays still."""
    print(f"installing {' '.join(packages)}", file=sys.stderr)
    quiet = ["apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8", "RUNLEVEL": "1"}
    wanted = ["install", "-y", "--no-install-recommends", *packages]
    for arguments in (["update"], wanted):
        subprocess.run([*quiet, *arguments], env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)


def site_env() -> dict[str, str]:
    """The settings with which a program reaches the data of what runs."""
    found: dict[str, str] = json.loads((FOLDER / "env.json").read_text())
    return {name: value for name, value in found.items() if name.startswith("HUTONG_")}


def command_env() -> dict[str, str]:
    """The environment of a `hutong` command on what runs."""
    return {**os.environ, **site_env()}


def stack() -> Iterator[Service]:
    """One of each, and two web hosts."""
    yield mariadb(0)
    create_database(SQL[0])
    yield redis(0)
    yield rabbitmq()
    here = [f"127.0.0.1:{SQL[0]}"]
    env = hutong_env(here, f"redis://127.0.0.1:{REDIS[0]}/0", f"amqp://guest:guest@127.0.0.1:{RABBIT}//")
    hutong("db", "upgrade", env=env)
    yield from webs([env, env])
    celery = [sys.executable, "-m", "celery", "--app", "hutong.tasks"]
    yield Service(
        "worker", [*celery, "worker", "--concurrency", "1", "--loglevel", "INFO"], logs("worker", "ready."), env
    )
    yield Service("beat", [*celery, "beat", "--loglevel", "INFO"], logs("beat", "beat: Starting"), env)
    yield nginx()


def cluster() -> Iterator[Service]:
    """Three Galera nodes, three Redis nodes, two web hosts on two of the nodes, the jobs on the third."""
    for place in range(3):
        yield mariadb(place, galera=True)
    create_database(SQL[0])
    for place in range(3):
        yield redis(place, cluster=True)
    nodes = [f"127.0.0.1:{port}" for port in REDIS]
    run("redis-cli", "--cluster", "create", *nodes, "--cluster-yes")
    wait(lambda: "cluster_state:ok" in run("redis-cli", "-p", str(REDIS[0]), "cluster", "info"))
    hosts = [f"127.0.0.1:{port}" for port in SQL]
    near = [hosts[place:] + hosts[:place] for place in range(3)]  # each prefers another node
    envs = [hutong_env(nodes, f"redis+cluster://127.0.0.1:{REDIS[0]}") for nodes in near]
    hutong("db", "upgrade", env=envs[0])
    yield from webs(envs[:2])
    yield Service("worker", [*HUTONG, "worker"], lambda: True, envs[2])
    yield nginx()


def small() -> Iterator[Service]:
    """A MariaDB, a Redis, one gunicorn of two processes and `hutong worker`."""
    yield mariadb(0)
    create_database(SQL[0])
    yield redis(0)
    env = hutong_env([f"127.0.0.1:{SQL[0]}"], f"redis://127.0.0.1:{REDIS[0]}/0") | {"HUTONG_PORT": str(NGINX)}
    env |= {"HUTONG_WORKERS": "2", "HUTONG_TRUSTED_PROXIES": "0"}
    hutong("db", "upgrade", env=env)
    yield Service("web1", GUNICORN, lambda: listens(NGINX), env)
    yield Service("worker", [*HUTONG, "worker"], lambda: True, env)


def alone() -> Iterator[Service]:
    """`hutong run` on SQLite: everything in one process group."""
    env = hutong_env([], "") | {"HUTONG_PORT": str(NGINX), "HUTONG_WORKERS": "2", "HUTONG_TRUSTED_PROXIES": "0"}
    yield Service("site", [*HUTONG, "run"], lambda: listens(NGINX), env)


def webs(envs: list[dict[str, str]]) -> Iterator[Service]:
    """A gunicorn for each environment."""
    for place, env in enumerate(envs):
        port = WEB[place]
        yield Service(f"web{place + 1}", GUNICORN, lambda port=port: listens(port), {**env, "HUTONG_PORT": str(port)})  # type: ignore[misc]


def nginx() -> Service:
    """deploy/nginx.conf with its blanks filled in."""
    folder = FOLDER / "nginx"
    folder.mkdir()
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    blanks = {
        "${HUTONG_WEB}": " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;" for port in WEB),
        "${HUTONG_LISTEN}": f"127.0.0.1:{NGINX}",
        "${HUTONG_RUN}": str(folder),
    }
    for blank, filled in blanks.items():
        text = text.replace(blank, filled)
    if os.getuid() == 0:
        text = f"user root;\n{text}"
    (folder / "nginx.conf").write_text(text)
    return Service("nginx", ["nginx", "-c", f"{folder}/nginx.conf", "-g", "daemon off;"], lambda: listens(NGINX))


def hutong_env(nodes: list[str], redis_url: str, broker: str = "") -> dict[str, str]:
    """What every process of the site is given."""
    (FOLDER / "data").mkdir(exist_ok=True)
    where = urlencode({"charset": "utf8mb4", "host": nodes}, doseq=True)
    database = f"{DRIVER}://root@/hutong?{where}" if nodes else ""
    env = {
        "HUTONG_ENV": os.environ.get("HUTONG_STACK_ENV", "testing"),
        "HUTONG_DATA": str(FOLDER / "data"),
        "HUTONG_DATABASE_URL": database,
        "HUTONG_REDIS_URL": redis_url,
        "HUTONG_BROKER_URL": broker,
        "HUTONG_PUBLIC_URL": SITE,
        "HUTONG_TRUSTED_PROXIES": "1",
        "HUTONG_SECRET_KEY": "stack-secret-key-" * 3,
        "HUTONG_DATA_KEY": "stack-data-key-" * 3,
        "HUTONG_LOG_LEVEL": "WARNING",
        "HUTONG_WORKERS": "1",
        "HUTONG_REQUEST_LIMIT": "100000",
        **MORE,
    }
    (FOLDER / "env.json").write_text(json.dumps({**env, "HUTONG_PORT": str(NGINX)}))
    return env


def hutong(*arguments: str, env: dict[str, str]) -> None:
    """Run a `hutong` command on the stack."""
    subprocess.run([*HUTONG, *arguments], env={**os.environ, **env}, cwd=ROOT, check=True)


SERVERS = ("mariadbd", "mariadb-install-db", "redis-server", "redis-cli")
TOPOLOGIES: dict[str, tuple[Callable[[], Iterator[Service]], tuple[str, ...]]] = {
    "up": (stack, ("nginx", *SERVERS, "rabbitmq-server")),
    "cluster": (cluster, ("nginx", *SERVERS, "galera", "rsync")),
    "small": (small, SERVERS),
    "alone": (alone, ()),
}

if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
