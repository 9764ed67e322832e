#!/bin/bash
# Finds, or as root installs and starts, what `make test-services` talks to: MariaDB, PostgreSQL, Redis, Chromium.
#
# What already listens on 127.0.0.1 is used; other addresses are given by HUTONG_TEST_MARIADB_URL,
# HUTONG_TEST_POSTGRES_URL, HUTONG_TEST_REDIS_URL and HUTONG_TEST_CHROMIUM. A given database address names a server
# whose user may create databases. Tells on stderr what it uses; on stdout stand export lines for `eval`.
# Exit 1 when something is missing, after naming all of it.
set -uo pipefail
cd "$(dirname "$0")/.."

python=.venv/bin/python
database=hutong_test
password=hutong-test # of a user that exists on test machines only, and only on the loopback address
patience=60          # seconds that a server may take to answer its first query
missing=()

say() { echo "services: $*" >&2; }

masked() { sed -E 's#(://[^:/@]*):[^@/]*@#\1:***@#' <<<"$1"; }

root() { [ "$(id -u)" = 0 ]; }

listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

apt() {
    DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 apt-get -qq -o DPkg::Lock::Timeout=300 "$@" </dev/null 2>&1
}

install() {
    root || return 1
    command -v apt-get >/dev/null || return 1
    local log began=$SECONDS
    log=$(mktemp)
    say "installing $*"
    if ! { apt update && apt install -y --no-install-recommends "$@"; } >"$log" &&
        ! apt install -y --no-install-recommends "$@" >>"$log"; then # perhaps the package lists are new enough
        cat "$log" >&2
        rm -f "$log"
        return 1
    fi
    say "installed in $((SECONDS - began)) s"
    rm -f "$log"
}

# A real query, so that a port which is merely open is not taken for a server.
query() {
    "$python" - "$1" <<'PY' 2>/dev/null
import sys

url = sys.argv[1]
if url.startswith("redis"):
    import redis

    client = redis.Redis.from_url(url, socket_timeout=5)
    client.set("hutong:probe", "1", ex=5)
    sys.exit(client.get("hutong:probe") != b"1")

import sqlalchemy

engine = sqlalchemy.create_engine(url)
with engine.connect() as connection:
    sys.exit(connection.scalar(sqlalchemy.text("SELECT 40 + 2")) != 42)
PY
}

# answers SECONDS URL...: prints the first address that answers a query
answers() {
    local end=$((SECONDS + $1)) url
    shift
    while :; do
        for url in "$@"; do
            if query "$url"; then
                echo "$url"
                return 0
            fi
        done
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 1
    done
}

# Idempotent; UTF-8 whatever the server's own habit is. Prints the address of the test database.
create_database() {
    "$python" - "$1" "$database" <<'PY'
import sys

import sqlalchemy

url, name = sqlalchemy.make_url(sys.argv[1]), sys.argv[2]
engine = sqlalchemy.create_engine(url, isolation_level="AUTOCOMMIT")
with engine.connect() as connection:
    if engine.dialect.name == "postgresql":
        known = "SELECT 1 FROM pg_database WHERE datname = :name"
        if not connection.scalar(sqlalchemy.text(known), {"name": name}):
            connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    else:
        connection.exec_driver_sql(f"CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4")
print(url.set(database=name).render_as_string(hide_password=False))
PY
}

start_mariadb() {
    [ -x /usr/sbin/mariadbd ] || install mariadb-server || return 1
    listens 3306 && return 0
    root || return 1
    [ -d /var/lib/mysql/mysql ] || mariadb-install-db --user=mysql --skip-test-db >/dev/null 2>&1
    command install -d -o mysql -g mysql /run/mysqld
    start-stop-daemon --start --oknodo --background --exec /usr/sbin/mariadbd -- --user=mysql >/dev/null 2>&1
}

find_mariadb() {
    local named=mysql+pymysql://hutong:$password@127.0.0.1:3306/ open=mysql+pymysql://root@127.0.0.1:3306/
    if [ -n "${HUTONG_TEST_MARIADB_URL:-}" ]; then
        answers "$patience" "$HUTONG_TEST_MARIADB_URL"
        return
    fi
    listens 3306 || start_mariadb || return 1
    answers 0 "$named" "$open" && return 0
    # It may still be starting. A fresh server lets root in by the socket only: make a user of our own there.
    local end=$((SECONDS + patience))
    while [ "$SECONDS" -lt "$end" ]; do
        root && mariadb --connect-timeout=5 >/dev/null 2>&1 <<SQL
CREATE USER IF NOT EXISTS 'hutong'@'127.0.0.1' IDENTIFIED BY '$password';
CREATE USER IF NOT EXISTS 'hutong'@'localhost' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON \`hutong\\_test%\`.* TO 'hutong'@'127.0.0.1';
GRANT ALL PRIVILEGES ON \`hutong\\_test%\`.* TO 'hutong'@'localhost';
SQL
        answers 0 "$named" "$open" && return 0
        sleep 1
    done
    return 1
}

start_postgres() {
    command -v pg_ctlcluster >/dev/null || install postgresql || return 1
    listens 5432 && return 0
    root || return 1
    local version
    version=$(ls /usr/lib/postgresql | sort -n | tail -1)
    [ -d "/etc/postgresql/$version/main" ] || pg_createcluster "$version" main >/dev/null 2>&1
    local log=/tmp/hutong-postgresql-start.log
    pg_ctlcluster --skip-systemctl-redirect "$version" main start >"$log" 2>&1 </dev/null || {
        cat "$log" >&2
        return 1
    }
}

find_postgres() {
    local named=postgresql+psycopg://hutong:$password@127.0.0.1:5432/postgres
    local open=postgresql+psycopg://postgres@127.0.0.1:5432/postgres
    if [ -n "${HUTONG_TEST_POSTGRES_URL:-}" ]; then
        answers "$patience" "$HUTONG_TEST_POSTGRES_URL"
        return
    fi
    listens 5432 || start_postgres || return 1
    answers 0 "$named" "$open" && return 0
    local end=$((SECONDS + patience))
    while [ "$SECONDS" -lt "$end" ]; do
        root && (cd / && su postgres -c "psql -q -d postgres") >/dev/null 2>&1 <<SQL
DO \$\$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'hutong') THEN CREATE ROLE hutong; END IF;
END \$\$;
ALTER ROLE hutong LOGIN CREATEDB PASSWORD '$password';
SQL
        answers 0 "$named" "$open" && return 0
        sleep 1
    done
    return 1
}

find_redis() {
    local url=redis://127.0.0.1:6379/8
    if [ -n "${HUTONG_TEST_REDIS_URL:-}" ]; then
        answers "$patience" "$HUTONG_TEST_REDIS_URL"
        return
    fi
    if ! listens 6379; then
        command -v redis-server >/dev/null || install redis-server || return 1
        listens 6379 ||
            redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no --dir /tmp \
                >/dev/null 2>&1 </dev/null
    fi
    answers "$patience" "$url"
}

find_chromium() {
    scripts/chromium.sh && return 0
    install chromium fonts-noto-cjk && scripts/chromium.sh
}

[ -x "$python" ] || {
    say "there is no $python: make setup"
    exit 1
}

if url=$(find_mariadb) && url=$(create_database "$url"); then
    say "MariaDB     $(masked "$url")"
    echo "export HUTONG_TEST_MARIADB_URL='$url'"
else
    missing+=("MariaDB (apt install mariadb-server, or HUTONG_TEST_MARIADB_URL)")
fi

if url=$(find_postgres) && url=$(create_database "$url"); then
    say "PostgreSQL  $(masked "$url")"
    echo "export HUTONG_TEST_POSTGRES_URL='$url'"
else
    missing+=("PostgreSQL (apt install postgresql, or HUTONG_TEST_POSTGRES_URL)")
fi

if url=$(find_redis); then
    say "Redis       $(masked "$url")"
    echo "export HUTONG_TEST_REDIS_URL='$url'"
else
    missing+=("Redis (apt install redis-server, or HUTONG_TEST_REDIS_URL)")
fi

if chromium=$(find_chromium); then
    say "Chromium    $chromium"
    echo "export HUTONG_TEST_CHROMIUM='$chromium'"
else
    missing+=("Chromium (apt install chromium, or HUTONG_TEST_CHROMIUM)")
fi

# Pages are looked at in Chinese: without a font the letters are boxes.
if [ -z "$(fc-list :lang=zh 2>/dev/null)" ] && ! install fontconfig fonts-noto-cjk; then
    missing+=("a Chinese font (apt install fonts-noto-cjk)")
fi

if [ ${#missing[@]} -gt 0 ]; then
    for thing in "${missing[@]}"; do say "MISSING: $thing"; done
    exit 1
fi
