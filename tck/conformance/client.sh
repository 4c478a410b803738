#!/usr/bin/env bash
# Our client as the client command of the official conformance suite. Usage: client.sh URL
# The suite adds the URL as last argument and sets MCP_CONFORMANCE_SCENARIO, MCP_CONFORMANCE_PROTOCOL_VERSION and,
# for some scenarios, MCP_CONFORMANCE_CONTEXT. Exit code 0 when the tool was called, another when the client refused.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
"$root/samples/quickstart/build.sh" >&2
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto ${JAVA_OPTS:-} \
  -cp "$root/samples/quickstart/target/app/lib/*" org.mcpoauth.samples.quickstart.ConformanceClient "$@"
