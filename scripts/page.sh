# Sourced by ./run and ./check: builds the page that staff use (frontend/) into build/frontend.

# page_state: a name for what the page is made of.
page_state() {
  (cd "$HALLWAY_ROOT/frontend" &&
    find . -path ./node_modules -prune -o -type f -print0 | sort -z | xargs -0 cksum | cksum | cut -d' ' -f1)
}

page_tools() { # by the Node.js that comes with them
  . "$HALLWAY_ROOT/conformance/support/npm.sh"
  install "$HALLWAY_ROOT/frontend"
}

page_run() { (cd "$HALLWAY_ROOT/frontend" && node_modules/.bin/node "$@"); }

# build_page: says nothing where nothing is to do. Fails where the page cannot be built.
build_page() {
  local out="$HALLWAY_ROOT/build/frontend" state
  state=$(page_state)
  [ ! -e "$out/page_table.cc" ] || [ "$(cat "$out/.state" 2>/dev/null)" != "$state" ] || return 0
  say "Building the page"
  mkdir -p "$out"
  page_tools || return 1
  page_run node_modules/vite/bin/vite.js build --logLevel warn >&2 || return 1
  page_run embed.js "$out/dist" "$out/page_table.new" >&2 || return 1
  mv "$out/page_table.new" "$out/page_table.cc"
  echo "$state" >"$out/.state"
}

# build_page_if_possible: without it the node serves its pages that need no script.
build_page_if_possible() {
  if ! command -v npm >/dev/null; then
    say "Without npm the page is left out; the node serves its pages that need no script."
  elif ! build_page; then
    say "The page could not be built; the node serves its pages that need no script, or the page as it was."
  fi
}

# check_page: types and unit tests.
check_page() {
  page_tools
  page_run node_modules/svelte-check/bin/svelte-check --tsconfig tsconfig.json --fail-on-warnings --output human-verbose
  page_run node_modules/vitest/vitest.mjs run
}
