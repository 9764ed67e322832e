#!/bin/bash
# The tests against real servers: all of them on MariaDB and on PostgreSQL with Redis, then races, then journeys.
# A missing server is a failure (services.sh). What is given on the command line goes to every pytest.
set -euo pipefail
cd "$(dirname "$0")/.."

found=$(scripts/services.sh)
eval "$found"

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

for server in MARIADB POSTGRES; do
    address=HUTONG_TEST_${server}_URL
    export HUTONG_TEST_DATABASE_URL=${!address}
    step "$server" tests -n auto -m "not race and not browser and not stack and not cluster and not faults" --ignore tests/rules "$@"
    step "races on $server" tests -m race "$@"
    # Their English doubles differ in words only, which no database knows: `make test` has them.
    step "journeys on $server" scripts/browser_tests.sh -m browser tests/browser/test_journeys.py -k "not en]" "$@"
done

unset HUTONG_TEST_DATABASE_URL
HUTONG_FAULTS=small step "faults, a smoke of them" tests -m faults tests/faults -k "web or MariaDB"
