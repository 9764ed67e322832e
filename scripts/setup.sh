#!/bin/bash
# Builds or brings up to date the environment of this checkout. Called by make: setup.sh VENV base|dev
set -euo pipefail
venv=$1 stage=$2
python=${PYTHON:-python3}

fail() {
    echo "$*" >&2
    exit 1
}

command -v "$python" >/dev/null || fail "$python is not installed. On Debian: apt install python3 python3-venv"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Hutong needs Python 3.11 or later; $python is $("$python" -V). Name another: make setup PYTHON=python3.12"

if ! [ -x "$venv/bin/pip" ]; then
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make virtual environments. On Debian: apt install python3-venv"
    echo "Making $venv with $("$python" -V)"
    "$python" -m venv "$venv"
fi

# uv looks neither at pip's configuration nor, unasked, at the machine's certificates.
index=${PIP_INDEX_URL:-$("$venv/bin/pip" config get global.index-url 2>/dev/null || true)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
export UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV="$PWD/$venv"

began=$SECONDS
"$venv/bin/pip" install --quiet --no-input --disable-pip-version-check --require-hashes -r requirements/build.txt
if [ "$stage" = dev ]; then
    "$venv/bin/uv" pip sync --quiet --require-hashes requirements/dev.txt
else
    "$venv/bin/uv" pip install --quiet --require-hashes -r requirements/base.txt -r requirements/build.txt
fi
"$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation --editable .
echo "$venv is ready ($stage packages, $((SECONDS - began)) s)"
