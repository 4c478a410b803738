#!/usr/bin/env bash
# The quickstart: an MCP server and its authorization server in one JVM on loopback.
#   demo.sh [-v]             runs the whole flow as a client and prints each step; -v adds what goes over the wire
#   demo.sh --serve [PORT]   keeps the server running; prints one line: ready http://127.0.0.1:PORT/mcp
# JAVA_OPTS goes to the JVM: -Dmcp.oauth.… overrides any key of the configuration, as the environment does;
# -Dquickstart.host=localhost is another name of this machine than 127.0.0.1.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/build.sh"
colour=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  colour=-Dquickstart.colour=true
fi
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto $colour ${JAVA_OPTS:-} \
  -cp "$here/target/app/lib/*" org.mcpoauth.samples.quickstart.Demo "$@"
