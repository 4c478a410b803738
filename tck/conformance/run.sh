#!/usr/bin/env bash
# Runs the official MCP conformance suite, pinned, on both wires. Usage:
#   run.sh [client] [--all] [--scenario NAME] [--wire VERSION]   our client, in the scenarios of scenarios.tsv
#   run.sh client --suite 0.1.16 [--scenario NAME]               the same in the stable line of the suite
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
folder=$here
if [ "$role ${1:-}" = "client --suite" ]; then
  folder=$here/${2:-}
  [ -n "${2:-}" ] && [ -f "$folder/scenarios.tsv" ] || { echo "no such suite: ${2:-}; there is 0.1.16" >&2; exit 2; }
  shift 2
fi
prepare "conformance $role" "$folder"
NPM_PARTS=$parts SUITE_FOLDER=$folder exec "$node" "$here/$role.mjs" "$@"
