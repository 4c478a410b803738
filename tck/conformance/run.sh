#!/usr/bin/env bash
# Runs the official MCP conformance suite, pinned, on both wires. Usage:
#   run.sh [client] [--all] [--scenario NAME] [--wire VERSION]   our client, in the scenarios of scenarios.tsv
#   run.sh as                                                    the authorization server of the quickstart
#   run.sh server                                                the MCP wire of the quickstart behind its guard
# Exit code 0 only if something was checked and nothing failed. See tck/docs/conformance.md.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../interop/lib/parts.sh"

role=${1:-client}
[ $# -eq 0 ] || shift
case $role in
  client | server | as) ;;
  *) echo "usage: run.sh [client|server|as]" >&2; exit 2 ;;
esac
prepare "conformance $role" "$here"
NPM_PARTS=$parts exec "$node" "$here/$role.mjs" "$@"
