"""The servers of production on this machine, natively, on ports and in folders of their own.

    python -m scripts.stack up        nginx, two gunicorns, Celery worker and beat, MariaDB, Redis, RabbitMQ
    python -m scripts.stack cluster   three Galera nodes and a Redis Cluster of three, `hutong worker` for jobs
    python -m scripts.stack down      end what runs and remove its folder
    python -m scripts.stack status    what runs

HUTONG_STACK names the folder (/tmp/hutong-stack). Debian: apt install nginx mariadb-server galera-4 rsync redis-server
rabbitmq-server. As root, the databases run as their own users.
"""

import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("HUTONG_STACK", "/tmp/hutong-stack"))  # noqa: S108 - MariaDB's own user must reach it
PATIENCE = 120  # seconds until a server must answer
NGINX, WEB, SQL, REDIS, RABBIT = 18080, (18001, 18002), (13301, 13302, 13303), (16381, 16382, 16383), 15673
SEARCH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
NEEDED = ("nginx", "mariadbd", "mariadb-install-db", "redis-server", "redis-cli", "rabbitmq-server")


@dataclass(frozen=True)
class Service:
    """One server: how it is started and how one sees that it answers."""

    name: str
    command: list[str]
    ready: Callable[[], bool]
    env: dict[str, str] = field(default_factory=dict)
    user: str | None = None

    def start(self) -> None:
        """Start it in a session of its own and wait until it answers."""
        log = (FOLDER / f"{self.name}.log").open("a")
        user = self.user if os.getuid() == 0 else None
        process = subprocess.Popen(
            self.command,
            env={**os.environ, "PATH": SEARCH, **self.env},
            cwd=ROOT if user is None else FOLDER,
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        (FOLDER / f"{self.name}.pid").write_text(str(process.pid))
        began = time.monotonic()
        while not self.ready():
            if process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise SystemExit(f"{self.name} did not start:\n{(FOLDER / f'{self.name}.log').read_text()[-3000:]}")
            time.sleep(0.1)
        print(f"{self.name:<10} {time.monotonic() - began:5.1f} s")


def main(what: str) -> int:
    """Do what is asked; 0 when it is done."""
    if what == "down":
        down()
    elif what == "status":
        for name, pid in pids():
            print(f"{name:<10} {pid} {'runs' if alive(pid) else 'is gone'}")
    elif what in ("up", "cluster"):
        missing = [name for name in NEEDED if shutil.which(name, path=SEARCH) is None]
        if missing:
            raise SystemExit(f"not installed: {' '.join(missing)}")
        down()
        FOLDER.mkdir(mode=0o755, parents=True)
        for service in stack() if what == "up" else cluster():  # each is started before the next one is made
            service.start()
        print(f"http://127.0.0.1:{NGINX}")
    else:
        raise SystemExit(__doc__)
    return 0


def stack() -> Iterator[Service]:
    """One of each, and two web hosts."""
    yield mariadb(0)
    create_database(SQL[0])
    yield redis(0)
    yield rabbitmq()
    env = hutong_env(SQL[0], f"redis://127.0.0.1:{REDIS[0]}/0", f"amqp://guest:guest@127.0.0.1:{RABBIT}//")
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
    envs = [hutong_env(port, f"redis+cluster://127.0.0.1:{REDIS[0]}") for port in SQL]
    hutong("db", "upgrade", env=envs[0])
    yield from webs(envs[:2])
    yield Service("worker", [*HUTONG, "worker"], lambda: True, envs[2])
    yield nginx()


HUTONG = [sys.executable, "-c", "from hutong.cli import main; main()"]


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
    if galera:
        library = next(iter(Path("/usr/lib").glob("**/libgalera_smm.so")), None)
        if library is None:
            raise SystemExit("not installed: galera-4")
        peers = ",".join(f"127.0.0.1:{14567 + 10 * other}" for other in range(3))
        base = 14567 + 10 * place
        command += [
            "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2", "--wsrep-on=ON", f"--wsrep-provider={library}",
            "--wsrep-cluster-name=hutong", f"--wsrep-cluster-address=gcomm://{peers if place else ''}",
            f"--wsrep-node-name={name}", f"--wsrep-node-address=127.0.0.1:{base}", "--wsrep-sst-method=rsync",
            f"--wsrep-sst-receive-address=127.0.0.1:{base + 2}", "--wsrep-slave-threads=2",
            f"--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:{base};ist.recv_addr=127.0.0.1:{base + 1}",
        ]  # fmt: skip
    ready = (lambda: sql(port, "SHOW STATUS LIKE 'wsrep_local_state_comment'").endswith("Synced")) if galera else None
    return Service(name, command, ready or (lambda: sql(port, "SELECT 42") == "42"), user="mysql")


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


def webs(envs: list[dict[str, str]]) -> Iterator[Service]:
    """A gunicorn for each environment."""
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "hutong.app:wsgi()"]
    for place, env in enumerate(envs):
        port = WEB[place]
        yield Service(f"web{place + 1}", gunicorn, lambda port=port: listens(port), {**env, "HUTONG_PORT": str(port)})  # type: ignore[misc]


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


def hutong_env(sql_port: int, redis_url: str, broker: str = "") -> dict[str, str]:
    """What every process of the site is given."""
    (FOLDER / "data").mkdir(exist_ok=True)
    env = {
        "HUTONG_ENV": os.environ.get("HUTONG_STACK_ENV", "testing"),
        "HUTONG_DATA": str(FOLDER / "data"),
        "HUTONG_DATABASE_URL": f"mysql+pymysql://root@127.0.0.1:{sql_port}/hutong?charset=utf8mb4",
        "HUTONG_REDIS_URL": redis_url,
        "HUTONG_BROKER_URL": broker,
        "HUTONG_PUBLIC_URL": f"http://127.0.0.1:{NGINX}",
        "HUTONG_TRUSTED_PROXIES": "1",
        "HUTONG_SECRET_KEY": "stack-secret-key-" * 3,
        "HUTONG_DATA_KEY": "stack-data-key-" * 3,
        "HUTONG_LOG_LEVEL": "WARNING",
        "HUTONG_WORKERS": "1",
    }
    (FOLDER / "env.json").write_text(json.dumps({**env, "HUTONG_PORT": str(NGINX)}))
    return env


def hutong(*arguments: str, env: dict[str, str]) -> None:
    """Run a `hutong` command on the stack."""
    subprocess.run([*HUTONG, *arguments], env={**os.environ, **env}, cwd=ROOT, check=True)


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
    for sent in (signal.SIGTERM, signal.SIGKILL):
        end = time.monotonic() + 15
        for _, pid in pids():
            if alive(pid):
                os.killpg(pid, sent)
        while any(alive(pid) for _, pid in pids()) and time.monotonic() < end:
            time.sleep(0.1)
    shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    sys.exit(main(sys.argv[1]))
