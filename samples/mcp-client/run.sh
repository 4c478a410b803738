#!/usr/bin/env bash
# Builds the client and runs it on Open Liberty until it is stopped: http://127.0.0.1:9080. Beside it run the two MCP
# servers that it uses, each with an authorization server of its own: http://127.0.0.1:9001 and http://localhost:9002.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
quickstart=$here/../quickstart
"$quickstart/build.sh"
mvn -q -B -f "$here/../../pom.xml" -pl samples/mcp-client -am package -DskipTests -Dcyclonedx.skip

# whatever runs by then ends with this script, also where a later one does not start
trap 'kill $(jobs -p) 2>/dev/null || true' EXIT
"$quickstart/demo.sh" --serve 9001 &
# another host, since browsers keep cookies by host and not by port
JAVA_OPTS=-Dquickstart.host=localhost "$quickstart/demo.sh" --serve 9002 &
"$here/target/runtimes/wlp/bin/server" run notes &
wait "$!"
