#!/bin/bash
# Builds .venv or brings it up to date. Called by make: setup.sh base|dev
set -euo pipefail
cd "$(dirname "$0")/.."
stage=$1
python=${PYTHON:-python3}

fail() {
    echo "$*" >&2
    exit 1
}

command -v "$python" >/dev/null || fail "$python is not installed. On Debian: apt install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Hutong needs Python 3.11 or later, $python is $("$python" -V). Name another: make PYTHON=python3.12 setup"

if ! [ -x .venv/bin/pip ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make virtual environments. On Debian: apt install python3-venv"
    echo "Making .venv with $("$python" -V)"
    "$python" -m venv .venv
fi

echo "Installing the $stage packages"
began=$SECONDS
# --quiet twice: an extra source of packages that lacks some of them is no news.
.venv/bin/pip install -qq --no-input --disable-pip-version-check --require-hashes -r requirements/build.txt
# Not `sync`, which would take Hutong itself out for a moment, under the feet of whoever is running it.
scripts/uv.sh pip install --quiet --require-hashes -r "requirements/$stage.txt" -r requirements/build.txt
scripts/uv.sh pip install --quiet --no-deps --no-build-isolation --editable .
echo "Ready in $((SECONDS - began)) s"
