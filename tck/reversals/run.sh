#!/usr/bin/env bash
# Takes rules away, one at a time, and demands that the tests which the page of the role names for them turn red.
# Usage: run.sh [resource-server|authorization-server] [PATTERN], a part of a row, a file or a test (default: all of
# both). Last line of each role: N passed, M failed; exit code 0 only if something passed and nothing failed. See README.md.
# REVERSALS_LOG names a file for what tests and compiler say; REVERSALS_BUILT=1 takes the classes as they are.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# what has tests that can be taken, with what it is built on
modules="server-impl cdi-extension tck/starters/se"
builtOn() {
  case $1 in
    server-impl) echo api spi ;;
    cdi-extension) echo api spi client-impl server-impl tck/suite ;;
    *) echo api spi client-impl server-impl server-impl/jcache-store tck/suite cdi-extension ;;
  esac
}
[ -n "${REVERSALS_BUILT:-}" ] || mvn -q -B -f "$root/pom.xml" -pl "${modules// /,}" -am -Dcyclonedx.skip \
  -Dmdep.outputFile=target/test.classpath -DincludeScope=test test-compile dependency:build-classpath >&2
# the runtime of Jersey alone, as in the tests that run first
libraries() { tr ':' '\n' <"$root/$1/target/test.classpath" | grep '\.jar$' | grep -v '/org/jboss/resteasy/'; }
engine=$(libraries server-impl | grep '/junit-platform-engine-')
launcher=${engine//junit-platform-engine/junit-platform-launcher}
version=${engine##*-}
[ -f "$launcher" ] || mvn -q -B dependency:get -Dartifact="org.junit.platform:junit-platform-launcher:${version%.jar}" >&2

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for module in $modules; do
  classes=$root/$module/target/test-classes:$root/$module/target/classes
  for below in $(builtOn "$module"); do
    # its tests only where the class path is the same
    [ "$module" = server-impl ] && classes=$classes:$root/$below/target/test-classes
    classes=$classes:$root/$below/target/classes
  done
  echo "$module $classes $scratch:$launcher:$(libraries "$module" | paste -sd:)"
done >"$scratch/modules"
path=$scratch:$launcher:$(libraries server-impl | paste -sd:)
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
    "$root" "$scratch/modules" "$here/$role.txt" "$root/tck/docs/$role.md" "$@" || code=$?
  # 2: nothing of this role was chosen
  case $code$status in 02) status=0 ;; 0? | 2?) ;; *) status=1 ;; esac
done
exit $status
