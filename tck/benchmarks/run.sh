#!/usr/bin/env bash
# Measures the resource server and its peers in one run, counts what the client sends, and holds both to the targets of
# README.md. Usage: run.sh [PART...]; parts: verify cache reject garbage guard http memory lookups client
# issue as-memory as-http (default: all).
# Exit code 0 only if every target that was measured is met. BENCHMARK_JAVA names another java to run with.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
java=${BENCHMARK_JAVA:-${JAVA_HOME:+$JAVA_HOME/bin/}java}

mvn -q -B -f "$root/pom.xml" -pl tck/benchmarks -am package -DskipTests -Dcyclonedx.skip >&2
exec "$java" -XX:+UseParallelGC -Xmx2g "-Dbenchmarks.home=$here" ${JAVA_OPTS:-} -cp "$here/target/classes:$here/target/lib/*" \
  org.mcpoauth.benchmarks.Benchmarks "$@"
