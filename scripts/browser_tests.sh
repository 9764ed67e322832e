#!/bin/bash
# The browser tests, two at a time unless told otherwise. A test that fails is told, then run once more by itself before
# a fresh site: only what fails there too is a failure. A Chromium that shares two busy cores is late now and then; a
# defect is there twice. What is given on the command line goes to pytest.
set -uo pipefail
cd "$(dirname "$0")/.."

database=${HUTONG_TEST_DATABASE_URL:-sqlite}
tests() { .venv/bin/pytest -q "$@" -o cache_dir="build/browser-tests/${database%%[+:]*}"; }

code=0
tests -n 2 "$@" || code=$?
if [ "$code" = 1 ]; then
    echo "--- once more, what failed"
    code=0
    tests --last-failed --last-failed-no-failures none "$@" || code=$?
fi
[ "$code" = 0 ] || [ "$code" = 5 ] || exit "$code"
