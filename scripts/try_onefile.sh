#!/bin/bash
# Runs the executable file FILE as on a machine without Python: nothing in the environment and, as root, nothing in the
# file system but the C library. Exit 1 unless the demo's pages come.
set -euo pipefail
file=$(realpath "$1") port=${2:-18556}
room=$(mktemp -d)
site=http://127.0.0.1:$port
run=(env -i "HUTONG_PORT=$port")
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$room"/{tmp,site,dev/shm}
    cp "$file" "$room/hutong"
    for library in $(ldd "$file" | grep -o '/[^ ]*') /lib/x86_64-linux-gnu/lib{m,rt,util,resolv,nss_files,nss_dns,gcc_s,stdc++}.so.[0-9]; do
        [ -e "$library" ] && cp -L --parents "$library" "$room"
    done
    cp -a --parents /dev/null /dev/random /dev/urandom "$room"
    run+=("HUTONG_DATA=/site" "$(command -v chroot || echo /usr/sbin/chroot)" "$room" /hutong demo)
else
    mkdir "$room/site"
    run+=("HUTONG_DATA=$room/site" "$file" demo)
fi
(cd "$room" && exec setsid "${run[@]}") >"$room/log" 2>&1 &
server=$!
trap 'kill -TERM -- -"$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$room"' EXIT

fail() {
    tail -30 "$room/log"
    echo "onefile: $*"
    exit 1
}

came() { (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET %s HTTP/1.0\r\nHost: x\r\n\r\n' "$1" >&3 && head -1 <&3) 2>/dev/null | grep -q ' 200 '; }

for second in $(seq 180); do
    came /readyz && break
    kill -0 "$server" 2>/dev/null || fail "it ended"
    sleep 1
done
for page in / /homes /films /photos /docs /api/v1/regions; do came "$page" || fail "$page does not come"; done
echo "onefile: $(du -h "$file" | cut -f1), the demo is ready after $second s"
