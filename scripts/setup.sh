# Sourced by ./run and ./check: installs packages and builds. Needs bash and, to install, apt.

HALLWAY_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf '%s\n' "$*" >&2; exit 1; }

# wanted_packages USE...: the packages that packages.txt lists for these uses.
wanted_packages() {
  local use
  for use in "$@"; do
    awk -v use="$use" '$1 == use { print $2 }' "$HALLWAY_ROOT/packages.txt"
  done
}

# missing_packages PACKAGE...: those that dpkg does not have.
missing_packages() {
  local have
  have=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    awk '$1 == "installed" { print $2 }' || true)
  printf '%s\n' "$@" | grep -vxF -e "${have:-none}" || true
}

# install_packages USE...: installs what these uses need and the system lacks. Asks dpkg only when
# packages.txt has changed since all of it was there.
install_packages() {
  local stamp missing wanted
  stamp="$HALLWAY_ROOT/build/.packages-$(IFS=-; echo "$*")-$(cksum <"$HALLWAY_ROOT/packages.txt" | cut -d' ' -f1)"
  [ ! -e "$stamp" ] || return 0
  mapfile -t wanted < <(wanted_packages "$@")
  if command -v dpkg-query >/dev/null; then
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    [ ${#missing[@]} -eq 0 ] || install_missing "${missing[@]}"
  else
    say "This is not a Debian system; the build needs what these Debian 12 packages hold:"
    echo "  ${wanted[*]}" >&2
  fi
  mkdir -p "$HALLWAY_ROOT/build"
  touch "$stamp"
}

install_missing() {
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
      as_root=(sudo -n)
    else
      printf 'These packages are missing:\n  %s\nInstall them, then start again:\n  sudo apt-get install --no-install-recommends %s\n' \
        "$*" "$*" >&2
      exit 1
    fi
  fi
  say "Installing $# packages: $*"
  local log="$HALLWAY_ROOT/build/apt.log"
  mkdir -p "$HALLWAY_ROOT/build"
  { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"; } \
    >"$log" 2>&1 || { tail -20 "$log" >&2; die "The packages could not be installed; the log is $log"; }
}

# One compiler needs up to 1.4 GiB: fewer at a time on a small machine.
build_jobs() {
  local cores fit
  cores=$(nproc)
  fit=$(awk '/^MemAvailable/ { print int($2 / 1400000) }' /proc/meminfo 2>/dev/null || true)
  fit=${fit:-$cores}
  [ "$fit" -ge 1 ] || fit=1
  [ "$fit" -lt "$cores" ] && echo "$fit" || echo "$cores"
}

# build PRESET [TARGET...]: configures where that has not been done and builds; says nothing where
# nothing is to do.
build() {
  local preset=$1 line told='' log
  shift
  cd "$HALLWAY_ROOT"
  if [ ! -e "build/$preset/build.ninja" ]; then
    say "Configuring build/$preset"
    mkdir -p "build/$preset"
    log="build/$preset/configure.log"
    cmake --preset "$preset" >"$log" 2>&1 || { tail -30 "$log" >&2; die "CMake could not configure; the log is $log"; }
  fi
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  set +e
  cmake --build --preset "$preset" -j "$(build_jobs)" "${targets[@]}" 2>&1 | while IFS= read -r line; do
    case $line in
      "ninja: no work to do."*) ;;
      *"Re-checking globbed directories"* | "-- "*) ;;
      "["*"] "*)
        if [ -z "$told" ]; then say "Building build/$preset"; told=yes; fi
        if [ -t 2 ]; then printf '\r\033[K%.110s' "$line" >&2
        elif [[ $line =~ ^\[([0-9]*0)/ ]]; then printf '%.110s\n' "$line" >&2; fi ;;
      *) [ ! -t 2 ] || printf '\r\033[K' >&2; printf '%s\n' "$line" >&2 ;;
    esac
  done
  local state=${PIPESTATUS[0]}
  set -e
  [ ! -t 2 ] || printf '\r\033[K' >&2
  [ "$state" -eq 0 ] || die "The build in build/$preset failed."
}
