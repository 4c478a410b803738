#!/usr/bin/env bash
# Starts issuer.mjs with the pinned Node and oidc-provider; without arguments it only fetches them. Ends with 3 where
# that is not possible.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../../interop/lib/parts.sh"

for tool in npm flock sha256sum; do
  command -v "$tool" >/dev/null || exit 3
done
node=$(pinned_node) && parts=$(npm_parts "$interop_home/client-oidc-provider") || exit 3
[ $# -gt 0 ] || exit 0
# the caller measures this very process
NPM_PARTS=$parts exec "$node" --import "$interop_home/lib/resolve.mjs" "$here/issuer.mjs" "$@"
