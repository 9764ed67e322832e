#!/bin/bash
# uv of this checkout's .venv, told what it does not look for by itself: pip's index and the machine's certificates.
set -euo pipefail
cd "$(dirname "$0")/.."
index=${PIP_INDEX_URL:-$(.venv/bin/pip config get global.index-url 2>/dev/null || true)}
[ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
[ ! -e /etc/ssl/certs/ca-certificates.crt ] || export UV_SYSTEM_CERTS="${UV_SYSTEM_CERTS:-1}"
export UV_PYTHON_DOWNLOADS=never VIRTUAL_ENV="$PWD/.venv"
exec .venv/bin/uv "$@"
