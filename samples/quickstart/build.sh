#!/usr/bin/env bash
# Builds the quickstart into target/app/lib, one jar for each part. Prints nothing and does nothing when the jars are
# newer than all sources; concurrent calls wait for each other. Tests are not part of it: that is mvn verify.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
target=$here/target
stamp=$target/app/.built

up_to_date() {
  [ -e "$stamp" ] || return 1
  local changed
  changed=$(find "$root" \( -name target -o -name .git -o -path "$root/tck" \) -prune -o \
    \( -path '*/src/main*' -o -name pom.xml \) -newer "$stamp" -print -quit)
  [ -z "$changed" ]
}

mkdir -p "$target/app"
exec 9>"$target/.build.lock"
flock -w 900 9
if up_to_date; then
  exit 0
fi
touch "$target/.build.started"
rm -rf "$target/dependency"
mvn -q -B -f "$root/pom.xml" -pl samples/quickstart -am package -DskipTests -Dcyclonedx.skip 9>&- >&2
# a new folder: the jars of a server that still runs must not change under it
rm -rf "$target/app/lib.new"
mkdir "$target/app/lib.new"
cp "$target"/dependency/*.jar "$target"/mcp-oauth-*.jar "$target/app/lib.new/"
rm -rf "$target/app/lib"
mv "$target/app/lib.new" "$target/app/lib"
mv "$target/.build.started" "$stamp"
