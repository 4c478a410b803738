#!/usr/bin/env bash
# Builds the authorization server and runs it on Open Liberty until it is stopped: http://127.0.0.1:9000.
# HTTP_PORT is another port, MCP_OAUTH_AS_ISSUER must then name it; DATABASE_URL and DATABASE_PASSWORD are another
# data base, such as jdbc:postgresql://db.example/authorization?user=as.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mvn -q -B -f "$here/../../pom.xml" -pl samples/authorization-server -am package -DskipTests -Dcyclonedx.skip
exec "$here/target/runtimes/wlp/bin/server" run authorization
