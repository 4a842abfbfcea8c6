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

# failed_steps OUTPUT: each line "FAIL  ..." with the indented ones below it, which belong to the same
# day where lines begin with one ("admin: ") and days take turns.
failed_steps() {
  awk '{ day = match($0, /^[a-z]+: /) ? substr($0, 1, RLENGTH) : ""; said = substr($0, length(day) + 1) }
    said ~ /^ *FAIL  / { failing[day] = 1; print; next }
    failing[day] && said ~ /^      / { print; next }
    { failing[day] = 0 }' "$1"
}

# counting COMMAND...: runs it, and tells ./check how many passed and failed by its last such line, and
# what it said of those that failed.
counting() {
  local results state=0
  results=$(mktemp)
  "$@" | tee "$results" || state=$?
  if [ -n "${HALLWAY_COUNTS:-}" ]; then
    awk '/^[0-9]+ passed, [0-9]+ failed$/ { line = $1 " " $3 } END { if (line) print line }' "$results" >"$HALLWAY_COUNTS"
  fi
  [ -z "${HALLWAY_FAILURES:-}" ] || failed_steps "$results" >>"$HALLWAY_FAILURES"
  rm -f "$results"
  return "$state"
}
