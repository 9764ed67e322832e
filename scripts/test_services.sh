#!/bin/bash
# The tests on one real server, `mariadb` or `postgres`, with Redis: all of them, then races, then journeys.
# HUTONG_TEST_MARIADB_URL and its like say where they are (services.sh). What follows the name goes to every pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

server=$1 address=HUTONG_TEST_${1^^}_URL
shift
export HUTONG_TEST_DATABASE_URL=${!address}
# Both run side by side: three workers and what runs alone have each a database of Redis, this server's four.
if [ "$server" = postgres ]; then
    number=${HUTONG_TEST_REDIS_URL##*/}
    export HUTONG_TEST_REDIS_URL=${HUTONG_TEST_REDIS_URL%/*}/$(((number + 4) % 16))
fi

# step NAME COMMAND...; pytest's exit code 5 means that no test carries the marker.
step() {
    local name=$1 began=$SECONDS code=0
    shift
    echo "--- $name"
    "$@" || code=$?
    echo "--- $name: $((SECONDS - began)) s"
    [ "$code" = 0 ] || [ "$code" = 5 ] || exit "$code"
}

tests() { .venv/bin/pytest -q "$@"; }

step "$server" tests -n auto --maxprocesses 3 \
    -m "not race and not browser and not stack and not cluster and not faults" --ignore tests/rules "$@"
step "races on $server" tests -m race "$@"
# Their English doubles differ in words only, which no database knows: `make test` has them. One browser on each side.
step "journeys on $server" scripts/browser_tests.sh -n 1 -m browser tests/browser/test_journeys.py -k "not en]" "$@"
