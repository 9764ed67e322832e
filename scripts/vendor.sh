#!/usr/bin/env bash
# Refresh the vendored front-end libraries and the icon sprite. Needs npm and tar; run from anywhere.
# To move to a new version, change it here, run the script, look at the pages, commit.
set -euo pipefail

BOOTSTRAP=5.3.9
ICONS=1.13.2
SWAGGER=5.35.0
LEAFLET=1.9.4
UPLOT=1.6.32
JSQR=1.4.0

static="$(cd "$(dirname "$0")/.." && pwd)/src/hutong/kernel/static"
vendor="$static/vendor"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
mkdir -p "$vendor"

# fetch NAME VERSION: unpacks the package into $work/NAME
fetch() {
  mkdir -p "$work/$1"
  local file
  file="$(cd "$work" && npm pack --silent "$1@$2")"
  tar -xzf "$work/$file" -C "$work/$1" --strip-components=1
}

# without_map FROM TO: copies a file without the line that points at a source map we do not ship
without_map() { sed -e 's@/\*# sourceMappingURL=.*\*/@@' -e 's@^//# sourceMappingURL=.*$@@' "$1" >"$2"; }

fetch bootstrap "$BOOTSTRAP"
without_map "$work/bootstrap/dist/css/bootstrap.min.css" "$vendor/bootstrap.min.css"
cp "$work/bootstrap/LICENSE" "$vendor/bootstrap.LICENSE.txt"

fetch swagger-ui-dist "$SWAGGER"
without_map "$work/swagger-ui-dist/swagger-ui.css" "$vendor/swagger-ui.css"
without_map "$work/swagger-ui-dist/swagger-ui-bundle.js" "$vendor/swagger-ui-bundle.js"
cat "$work/swagger-ui-dist/NOTICE" "$work/swagger-ui-dist/LICENSE" >"$vendor/swagger-ui.LICENSE.txt"
cp "$work/swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt" "$vendor/swagger-ui-bundle.js.LICENSE.txt"

fetch leaflet "$LEAFLET"
without_map "$work/leaflet/dist/leaflet.css" "$vendor/leaflet.css"
without_map "$work/leaflet/dist/leaflet.js" "$vendor/leaflet.js"
cp "$work/leaflet/LICENSE" "$vendor/leaflet.LICENSE.txt"

fetch uplot "$UPLOT"
cp "$work/uplot/dist/uPlot.min.css" "$vendor/uplot.css"
cp "$work/uplot/dist/uPlot.esm.js" "$vendor/uplot.js"
cp "$work/uplot/LICENSE" "$vendor/uplot.LICENSE.txt"

fetch jsqr "$JSQR"
cp "$work/jsqr/dist/jsQR.js" "$vendor/jsqr.js"
cp "$work/jsqr/LICENSE" "$vendor/jsqr.LICENSE.txt"

fetch bootstrap-icons "$ICONS"
cp "$work/bootstrap-icons/LICENSE" "$vendor/bootstrap-icons.LICENSE.txt"

# The icons in use, by their name in the package. A page asks for one with {{ pieces.icon("search") }}.
icons="
  arrow-clockwise arrow-counterclockwise arrow-down-up arrow-left arrow-repeat arrow-right award bar-chart bell
  bell-fill bicycle bookmark box-arrow-in-right box-arrow-right box-arrow-up-right briefcase building calendar
  calendar-check calendar-event camera camera-reels car-front card-image cash-coin chat chat-dots check check-circle
  check-circle-fill check2 chevron-down chevron-left chevron-right chevron-up circle-half clipboard-check clock
  clock-history code-slash collection collection-play compass copy credit-card cup-hot cup-straw dash dash-circle
  display door-closed door-open download droplet egg-fried envelope exclamation-circle exclamation-triangle eye
  eye-slash fan file-earmark-text film filter fire flag funnel gear geo geo-alt gift globe graph-up grid
  grip-vertical hand-thumbs-up heart heart-fill hourglass-split house house-door image images inbox info-circle key
  lamp laptop link-45deg list lock map megaphone moon-stars p-square patch-check pause-circle pencil people percent
  person person-badge person-check person-circle person-plus person-wheelchair phone pin-map play-circle plug plus
  plus-circle printer qr-code qr-code-scan question-circle receipt reply search send share shield-check shield-lock
  shop sliders snow sort-down star star-fill star-half sun tag tags telephone thermometer-half three-dots
  three-dots-vertical ticket-perforated translate trash tree tv unlock upload wallet2 water wifi wind x x-circle zoom-in
"
{
  echo '<svg xmlns="http://www.w3.org/2000/svg">'
  echo "<!-- Bootstrap Icons $ICONS, MIT, see vendor/bootstrap-icons.LICENSE.txt. Built by scripts/vendor.sh; bed, crib, paw and washer are ours. -->"
  for name in $icons; do
    tr -d '\n' <"$work/bootstrap-icons/icons/$name.svg" |
      sed -E "s@<svg[^>]*viewBox=\"([^\"]+)\"[^>]*>@<symbol id=\"$name\" viewBox=\"\1\">@; s@</svg>@</symbol>@; s@> +<@><@g"
    echo
  done
  cat <<'OURS'
<symbol id="bed" viewBox="0 0 16 16"><path d="M1 2.5a.5.5 0 0 1 1 0V9h12V7.5A1.5 1.5 0 0 0 12.5 6H8v2H7V5.5a.5.5 0 0 1 .5-.5h5A2.5 2.5 0 0 1 15 7.5v6a.5.5 0 0 1-1 0V12H2v1.5a.5.5 0 0 1-1 0zM2 10v1h12v-1zM4.5 4.5a2 2 0 1 1 0 4 2 2 0 0 1 0-4m0 1a1 1 0 1 0 0 2 1 1 0 0 0 0-2"/></symbol>
<symbol id="crib" viewBox="0 0 16 16"><path d="M2 2.5a.5.5 0 0 1 1 0V6h10V2.5a.5.5 0 0 1 1 0v11a.5.5 0 0 1-1 0V12H3v1.5a.5.5 0 0 1-1 0zM3 7v4h1.5V7zm2.5 0v4h2V7zm3 0v4h2V7zm3 0v4H13V7z"/></symbol>
<symbol id="paw" viewBox="0 0 16 16"><path d="M8 7.5c2.2 0 4.3 2.3 4.3 4.3 0 1.3-.9 2-2 2-.9 0-1.5-.5-2.3-.5s-1.400.5-2.300.5c-1.1 0-2-.7-2-2 0-2 2.1-4.3 4.3-4.3"/><ellipse cx="2.7" cy="7.3" rx="1.35" ry="1.8" transform="rotate(-24 2.7 7.3)"/><ellipse cx="5.9" cy="4" rx="1.4" ry="2" transform="rotate(-8 5.9 4)"/><ellipse cx="10.1" cy="4" rx="1.4" ry="2" transform="rotate(8 10.1 4)"/><ellipse cx="13.3" cy="7.3" rx="1.35" ry="1.8" transform="rotate(24 13.3 7.3)"/></symbol>
<symbol id="washer" viewBox="0 0 16 16"><path d="M3.5 1h9A1.5 1.5 0 0 1 14 2.5v11a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 13.5v-11A1.5 1.5 0 0 1 3.5 1m0 1a.5.5 0 0 0-.5.5V4h10V2.5a.5.5 0 0 0-.5-.5zM3 5v8.5a.5.5 0 0 0 .5.5h9a.5.5 0 0 0 .5-.5V5zm5 1a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7m0 1a2.5 2.5 0 0 0-2.45 2.97c.8-.5 1.6-.5 2.45 0 .85.5 1.650.5 2.45 0A2.5 2.5 0 0 0 8 7M10.5 2.5h1.5v1h-1.5z"/></symbol>
</svg>
OURS
} >"$static/icons.svg"

cat >"$vendor/README.md" <<END
# Vendored libraries

Files of others, unchanged except that the line naming a source map is taken out. \`scripts/vendor.sh\` refreshes them.

| library | version | files | licence |
|---|---|---|---|
| Bootstrap | $BOOTSTRAP | \`bootstrap.min.css\` | MIT, \`bootstrap.LICENSE.txt\` |
| Bootstrap Icons | $ICONS | a subset, in \`../icons.svg\` | MIT, \`bootstrap-icons.LICENSE.txt\` |
| jsQR | $JSQR | \`jsqr.js\` | Apache-2.0, \`jsqr.LICENSE.txt\` |
| Leaflet | $LEAFLET | \`leaflet.css\`, \`leaflet.js\` | BSD-2-Clause, \`leaflet.LICENSE.txt\` |
| uPlot | $UPLOT | \`uplot.css\`, \`uplot.js\` | MIT, \`uplot.LICENSE.txt\` |
| Swagger UI | $SWAGGER | \`swagger-ui.css\`, \`swagger-ui-bundle.js\` | Apache-2.0, \`swagger-ui.LICENSE.txt\`; what it bundles: \`swagger-ui-bundle.js.LICENSE.txt\` |
END
echo "vendored: Bootstrap $BOOTSTRAP, Bootstrap Icons $ICONS, Swagger UI $SWAGGER"
