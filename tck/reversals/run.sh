#!/usr/bin/env bash
# Takes rules away, one at a time, and demands that the tests which the page of the role names for them turn red.
# Usage: run.sh [resource-server|authorization-server] [PATTERN], a part of a row, a file or a test (default: all of
# both). Last line of each role: N passed, M failed; exit code 0 only if something passed and nothing failed. See README.md.
# REVERSALS_LOG names a file for what tests and compiler say; REVERSALS_BUILT=1 takes the classes as they are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

[ -n "${REVERSALS_BUILT:-}" ] || mvn -q -B -f "$root/pom.xml" -pl server-impl -am -Dcyclonedx.skip \
  -Dmdep.outputFile=target/test.classpath -DincludeScope=test test-compile dependency:build-classpath >&2
# the runtime of Jersey alone, as in the tests that run first
libraries=$(tr ':' '\n' <"$root/server-impl/target/test.classpath" | grep '\.jar$' | grep -v '/org/jboss/resteasy/')
engine=$(grep '/junit-platform-engine-' <<<"$libraries")
launcher=${engine//junit-platform-engine/junit-platform-launcher}
version=${engine##*-}
[ -f "$launcher" ] || mvn -q -B dependency:get -Dartifact="org.junit.platform:junit-platform-launcher:${version%.jar}" >&2

classes=
for module in api spi server-impl; do
  classes=$classes:$root/$module/target/test-classes:$root/$module/target/classes
done
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
path=$scratch:$launcher:$(paste -sd: <<<"$libraries")
"${java}c" -nowarn -d "$scratch" -cp "$path" "$here"/src/org/mcpoauth/reversals/*.java
roles="resource-server authorization-server"
if [ $# -gt 0 ] && [ -f "$here/$1.txt" ]; then
  roles=$1
  shift
fi
cd "$root/server-impl"
status=2
for role in $roles; do
  code=0
  "$java" ${REVERSALS_LOG:+-Dreversals.log="$REVERSALS_LOG"} -cp "$path" org.mcpoauth.reversals.Reversals \
    "$root" "${classes#:}" "$here/$role.txt" "$root/tck/docs/$role.md" "$@" || code=$?
  # 2: nothing of this role was chosen
  case $code$status in 02) status=0 ;; 0? | 2?) ;; *) status=1 ;; esac
done
exit $status
