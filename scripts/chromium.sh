#!/bin/bash
# Prints the path of the Chromium that the browser tests drive; exit 1 when there is none.
for name in "${HUTONG_TEST_CHROMIUM:-}" chromium chromium-browser google-chrome; do
    [ -n "$name" ] && command -v "$name" && exit 0
done
exit 1
