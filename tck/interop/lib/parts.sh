# Sourced by the run scripts: npm parts, by exact version, in a cache folder outside the tree.

interop_home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
npm_cache="${MCP_OAUTH_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mcp-oauth}/npm"

# prepare NAME FOLDER: sets node and parts, the pinned Node and what FOLDER/package-lock.json lists, and builds the
# quickstart unless an address of a server or a client command was given; ends the script when that is not possible
prepare() {
  local tool missing=()
  for tool in java mvn npm flock sha256sum; do
    command -v "$tool" >/dev/null || missing+=("$tool")
  done
  [ ${#missing[@]} -eq 0 ] || end "not run: $1 (missing: ${missing[*]})" "0 passed, 0 failed"
  if ! node=$(pinned_node) || ! parts=$(npm_parts "$2"); then
    end "not run: $1 (its npm parts could not be installed)" "0 passed, 0 failed"
  fi
  if [ -z "${MCP_OAUTH_SERVER_URL:-}${MCP_OAUTH_CONFORMANCE_CLIENT:-}" ]; then
    "$interop_home/../../samples/quickstart/build.sh" || end "not ok $1: the quickstart does not build" "0 passed, 1 failed"
  fi
}

end() {
  printf '%s\n' "$@"
  exit 1
}

# npm_parts FOLDER: installs what FOLDER/package-lock.json lists, once, and prints where it is
npm_parts() {
  local target
  target="$npm_cache/$(basename "$1")-$(sha256sum <"$1/package-lock.json" | cut -c1-16)"
  mkdir -p "$npm_cache" || return
  (
    flock 9
    [ -d "$target" ] || install_parts "$1" "$target" >&2
  ) 9>"$npm_cache/.lock" && echo "$target"
}

install_parts() {
  local new=$2.new
  # the engine that counts is the pinned Node, npm itself may run on an older one
  rm -rf "$new" && mkdir "$new" && cp "$1/package.json" "$1/package-lock.json" "$new/" &&
    (cd "$new" && timeout 600 npm ci --ignore-scripts --no-audit --no-fund --engine-strict=false --loglevel=error) &&
    mv "$new" "$2"
}

# pinned_node: prints the path of the pinned Node, which the parts need whatever Node the machine has
pinned_node() {
  local found
  found=$(npm_parts "$interop_home/node") || return
  found=$(echo "$found"/node_modules/node-linux-*/bin/node)
  [ -x "$found" ] && echo "$found"
}
