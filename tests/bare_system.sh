#!/usr/bin/env bash
# Tries ./run where nothing is installed: makes a minimal Debian 12 with debootstrap in a temporary
# folder, copies the tracked files in, runs ./run there and looks whether three nodes answer, whether
# they serve the page and whether it says what to open. Needs root and debootstrap; `./check bare`
# installs the latter. Packages come from where this machine's own apt and npm have theirs.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
limit=${BARE_TIME_LIMIT:-1500} # seconds for installing and building

[ "$(id -u)" -eq 0 ] || { echo 'This test needs root, for debootstrap and chroot.' >&2; exit 1; }
room=$(mktemp -d /var/tmp/hallway-bare.XXXXXX)
demo=''

clean_up() {
  if [ -n "$demo" ]; then stop_demo; fi
  for place in proc dev/pts dev sys; do
    mountpoint -q "$room/$place" && umount -l "$room/$place"
  done
  rm -rf --one-file-system "$room"
}
trap clean_up EXIT

# Ctrl-C to the process inside; what it started ends with it.
stop_demo() {
  kill -INT -- "-$demo" 2>/dev/null || true
  for _ in $(seq 50); do kill -0 -- "-$demo" 2>/dev/null || break; sleep 0.1; done
  kill -KILL -- "-$demo" 2>/dev/null || true
  wait "$demo" 2>/dev/null || true
  demo=''
}

mirror_of_this_machine() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "bookworm" { print $2; exit }'
}

make_system() {
  local mirror
  mirror=$(mirror_of_this_machine)
  [ -n "$mirror" ] || { echo 'apt of this machine names no source for Debian 12.' >&2; exit 1; }
  debootstrap --variant=minbase bookworm "$room" "$mirror" >"$room.log" 2>&1 ||
    { tail -20 "$room.log" >&2; exit 1; }
  rm -f "$room.log"
  # How this machine's apt reaches its mirror (proxies and the like).
  mkdir -p "$room/etc/apt/apt.conf.d"
  local part
  for part in /etc/apt/apt.conf.d/*; do
    if grep -qiE 'proxy|Acquire' "$part"; then cp "$part" "$room/etc/apt/apt.conf.d/"; fi
  done
  # And its npm.
  if command -v npm >/dev/null; then
    npm config get registry | sed 's/^/registry=/' >"$room/root/.npmrc"
    part=$(npm config get cafile)
    if [ -f "$part" ]; then
      cp -L "$part" "$room/etc/npm-authorities.pem"
      echo 'cafile=/etc/npm-authorities.pem' >>"$room/root/.npmrc"
    fi
  fi
  cp -L /etc/resolv.conf /etc/hosts "$room/etc/"
  mount -t proc proc "$room/proc"
  mount --bind /dev "$room/dev"
}

copy_sources() {
  mkdir -p "$room/src/hallway"
  git -C "$here" ls-files -z | tar -C "$here" --null -T - -cf - | tar -C "$room/src/hallway" -xf -
}

# The demo's addresses as it prints them, one a line.
addresses() { grep -oE 'http://[a-z]+\.localhost:[0-9]+' "$room/out" | sort -u; }

expect_three_nodes() {
  local address found=0
  mapfile -t list < <(addresses)
  for address in "${list[@]}"; do
    if curl -fsS --max-time 5 -o /dev/null "$address/readyz"; then
      found=$((found + 1))
      echo "answers: $address"
    fi
  done
  [ "$found" -ge 3 ] || { echo "Only $found nodes answer." >&2; return 1; }
}

# The page was built, too: a document that names its script, and the script.
expect_page() {
  local address script
  address=$(addresses | head -1)
  script=$(curl -fsS --max-time 5 "$address/app" | grep -oE '/app/files/[A-Za-z0-9_.-]+\.js' | head -1)
  [ -n "$script" ] || { echo "$address/app is not the page." >&2; return 1; }
  curl -fsS --max-time 5 -o /dev/null "$address$script"
  echo "has the page: $address/app"
}

echo 'Making a bare Debian 12'
make_system
copy_sources
echo "Running ./run in it (at most $limit s)"
set -m
chroot "$room" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root TERM=dumb \
  /src/hallway/run >"$room/out" 2>&1 </dev/null &
demo=$!
set +m
until [ "$(addresses | wc -l)" -ge 3 ] && expect_three_nodes 2>/dev/null; do
  kill -0 "$demo" 2>/dev/null || { tail -40 "$room/out" >&2; echo 'It ended early.' >&2; exit 1; }
  [ "$SECONDS" -lt "$limit" ] || { tail -40 "$room/out" >&2; echo 'It took too long.' >&2; exit 1; }
  sleep 2
done
expect_page || { grep -v '^\[[0-9]' "$room/out" | tail -40 >&2; exit 1; }
echo "It is up after $SECONDS s and says:"
tail -n 25 "$room/out" | sed 's/^/  /'
