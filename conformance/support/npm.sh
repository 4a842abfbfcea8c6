# Sourced by what runs a folder of Node.js modules.

# install FOLDER: what its package-lock.json names, once for each state of that file. With it comes
# Node.js 22, since the machine's may be missing or older. Says nothing on stdout.
install() {
  local stamp
  stamp="$1/node_modules/.installed-$(cksum <"$1/package-lock.json" | cut -d' ' -f1)"
  [ -e "$stamp" ] && return
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel error) >&2
  touch "$stamp"
}

# counting COMMAND...: runs it, and tells ./check how many passed and failed by its last such line.
counting() {
  local results state=0
  results=$(mktemp)
  "$@" | tee "$results" || state=$?
  if [ -n "${HALLWAY_COUNTS:-}" ]; then
    awk '/^[0-9]+ passed, [0-9]+ failed$/ { line = $1 " " $3 } END { if (line) print line }' "$results" >"$HALLWAY_COUNTS"
  fi
  rm -f "$results"
  return "$state"
}
