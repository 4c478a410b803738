#!/usr/bin/env bash
# Runs a real peer against the quickstart server, or our client against a peer. Usage: run.sh [PEER]; peers:
# mcp-typescript (default), mcp-typescript-dpop, mcp-java-sdk-server, oidc-provider, keycloak-resource,
# client-oidc-provider, client-mcp-typescript, client-keycloak, openid-client, as-oidc-provider,
# as-keycloak.
# Exit code 0 only if something was checked and nothing failed. See tck/docs/interop.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/parts.sh"

peer=${1:-mcp-typescript}
[ -f "$here/$peer/run.mjs" ] || { echo "unknown peer: $peer" >&2; exit 2; }
prepare "$peer" "$here/$peer"
NPM_PARTS=$parts exec "$node" --import "$here/lib/resolve.mjs" "$here/$peer/run.mjs"
