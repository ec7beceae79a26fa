#!/usr/bin/env bash
# Fetch the vendored files anew from npm. GDS Transport and the crest belong to GOV.UK and are taken out.
set -euo pipefail
cd "$(dirname "$0")"
FRONTEND=6.3.0 HTMX=2.0.11 SANS=5.3.0 AXE=4.14.1
new=$(mktemp -d)
trap 'rm -rf "$new"' EXIT
fetch() { (cd "$new" && npm pack --silent "$1" >/dev/null && mkdir "$2" && tar xzf "$2"-*.tgz -C "$2" --strip-components=1 && rm "$2"-*.tgz); }

fetch "govuk-frontend@$FRONTEND" govuk-frontend
sed -E 's/@font-face\{[^}]*\}//g; s/GDS Transport,arial,sans-serif/var(--font)/g; s/@media [^{]*\{[^{}]*\{[^{}]*govuk-crest[^{}]*\}\}//g; s/[^{}]*\{[^{}]*govuk-crest[^{}]*\}//g; /^\/\*# sourceMappingURL/d' \
  "$new/govuk-frontend/dist/govuk/govuk-frontend.min.css" > govuk-frontend/govuk-frontend.min.css
sed 's/\/\/# sourceMappingURL=.*//' "$new/govuk-frontend/dist/govuk/govuk-frontend.min.js" > govuk-frontend/govuk-frontend.min.js

fetch "htmx.org@$HTMX" htmx.org
cp "$new"/htmx.org/{dist/htmx.min.js,LICENSE} htmx/

fetch "@fontsource-variable/source-sans-3@$SANS" fontsource-variable-source-sans-3
cp "$new"/fontsource-variable-source-sans-3/{files/source-sans-3-latin-wght-normal.woff2,LICENSE} source-sans-3/

fetch "axe-core@$AXE" axe-core
cp "$new"/axe-core/{axe.min.js,LICENSE} ../../../tests/pages/axe/
printf 'govuk-frontend %s\nhtmx.org %s\n@fontsource-variable/source-sans-3 %s\n' "$FRONTEND" "$HTMX" "$SANS" > VERSIONS
