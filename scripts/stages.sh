# Sourced by ./check: its stages, how they are timed and how their results are added up.

passed=0
failed=0
failures=()
SECONDS=0
export HALLWAY_FAILURES
HALLWAY_FAILURES=$(mktemp) # what failing tests printed, told again at the end

# stage NAME COMMAND...: runs one stage and counts what it counted (see `counted`), or itself. A
# stage that failed does not stop the others, so that one run tells all.
stage() {
  local name=$1 start=$SECONDS state ok=1 bad=0
  shift
  printf '\033[1m[%2d:%02d] %s\033[0m\n' $((SECONDS / 60)) $((SECONDS % 60)) "$name"
  counts_file=$(mktemp)
  export HALLWAY_COUNTS=$counts_file
  set +e
  (set -euo pipefail; "$@")
  state=$?
  set -e
  [ "$state" -eq 0 ] || { ok=0; bad=1; }
  [ ! -s "$counts_file" ] || read -r ok bad <"$counts_file"
  rm -f "$counts_file"
  if [ "$state" -ne 0 ]; then
    [ "$bad" -gt 0 ] || bad=1
    failures+=("$name")
  fi
  passed=$((passed + ok))
  failed=$((failed + bad))
  printf '        %s: %d passed, %d failed, %d s\n' "$name" "$ok" "$bad" $((SECONDS - start))
}

# beside LANE OTHER: the stages of both lanes, which are functions that call `stage`, at the same time:
# for stages that wait for peers more than they work. What LANE says is printed when both have ended.
beside() {
  local said told ok bad name
  said=$(mktemp)
  told=$(mktemp)
  (
    passed=0 failed=0 failures=()
    "$1"
    { echo "$passed $failed"; printf '%s\n' "${failures[@]}"; } >"$told"
  ) >"$said" 2>&1 &
  "$2"
  wait $! || true
  cat "$said"
  if read -r ok bad <"$told"; then
    passed=$((passed + ok))
    failed=$((failed + bad))
    while read -r name; do [ -z "$name" ] || failures+=("$name"); done < <(tail -n +2 "$told")
  else
    failed=$((failed + 1))
    failures+=("$1 ended before its time")
  fi
  rm -f "$said" "$told"
}

# giving_way COMMAND...: with a low priority.
giving_way() {
  renice -n 10 -p "$BASHPID" >/dev/null
  "$@"
}

# counted OK BAD: a stage that runs many tests says how many.
counted() { echo "$1 $2" >"$HALLWAY_COUNTS"; }

finish() {
  echo
  [ ! -s "$HALLWAY_FAILURES" ] || tail -c 10000 "$HALLWAY_FAILURES"
  rm -f "$HALLWAY_FAILURES"
  printf 'Took %d min %d s.' $((SECONDS / 60)) $((SECONDS % 60))
  [ ${#failures[@]} -eq 0 ] || { printf ' Failed:'; printf ' %s;' "${failures[@]}"; }
  printf '\n%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ] && [ ${#failures[@]} -eq 0 ]
}

cxx_files() { git ls-files -- '*.h' '*.cc'; }

check_format() { cxx_files | xargs -r -n 100 -P "$(nproc)" clang-format-14 --dry-run -Werror; }

# The kernel's address layout may be too random for the thread sanitizer of clang 14.
steady() {
  if [ "$1" = tsan ] && command -v setarch >/dev/null; then setarch -R "${@:2}"; else "${@:2}"; fi
}

# failed_tests LOG: what each test that failed printed, and no other; of a program that failed apart
# from its tests (it ended within one, leaked, or has none), its last lines.
failed_tests() {
  awk '
    /^Output:$/ { program = printed = ""; shown = within = 0 }
    /^\[ RUN      \] / { printed = ""; within = 1 }
    within { printed = printed $0 "\n" }
    { program = program $0 "\n"; if (length(program) > 20000) program = substr(program, 10000) }
    /^\[       OK \] / || /^\[  SKIPPED \] / { within = 0 }
    /^\[  FAILED  \] .* \([0-9]+ ms\)$/ { if (within) { printf "%s", printed; shown = 1 } within = 0 }
    /^<end of output>/ { ended = program }
    /^Test Failed/ || /^Test (Timeout|timed out)/ { if (!shown) printf "%s", substr(ended, length(ended) - 6000) }
  ' "$1"
}

# run_tests PRESET [REGEX]: every test, or those whose name matches.
run_tests() {
  local preset=$1 only=${2:-.} log="build/$1/Testing/Temporary/LastTest.log" state=0
  rm -f "$log"
  steady "$preset" ctest --test-dir "build/$preset" -R "$only" -j2 --no-tests=error || state=$?
  [ "$state" -eq 0 ] || failed_tests "$log" | tee -a "$HALLWAY_FAILURES"
  local ok bad
  ok=$(grep -cE '^\[       OK \]' "$log" || true)
  bad=$(grep -cE '^\[  FAILED  \] .* \([0-9]+ ms\)$' "$log" || true)
  counted "$ok" "$bad"
  report_skipped "$log"
  return "$state"
}

# With the thread sanitizer, where a process that was forked from a test may have threads of its own.
run_threaded_tests() { TSAN_OPTIONS=die_after_fork=0 run_tests tsan; }

# What was left out for want of test data: said, and with CI=true an error.
report_skipped() {
  local skipped
  skipped=$(grep -hE '^SKIPPED |^\[  SKIPPED \] .* \(' "$1" | sort | uniq -c || true)
  [ -n "$skipped" ] || return 0
  echo 'Skipped:'
  echo "$skipped"
  [ "${CI:-}" != true ] || { echo 'With CI=true nothing may be skipped.'; return 1; }
}

# tidy FILE...: clang-tidy on these sources, each for itself.
tidy() { tidy_build OFF "$@"; }

# Joined as they are compiled, which takes a third of the time that each for itself takes.
tidy_all() {
  tidy_build ON -checks=-bugprone-suspicious-include \
    -header-filter='/(federation|server|storage|webfinger|tests)/[a-z0-9_/]*([^d]|[^e]d|[^t]ed)\.(h|cc)$' \
    '/(Unity/unity_[0-9]+_cxx\.cxx|(federation|server|storage|webfinger|tests)/.*\.cc)$'
}

# tidy_build JOINED ARGUMENT...: what run-clang-tidy is given.
tidy_build() {
  cmake --preset asan -B build/tidy -DHALLWAY_JOINED="$1" -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >/dev/null
  cmake --build build/tidy --target schema
  run-clang-tidy-14 -quiet -p build/tidy -j "$(build_jobs)" "${@:2}" 2>build/tidy.log | tee build/tidy.txt |
    grep -E '(warning|error): ' | sort -u || true
  ! grep -qE '(warning|error): ' build/tidy.txt
}

# run_fuzz SECONDS: each target of tests/fuzz, from its stored corpus on; what it finds new stays in
# build/fuzz/corpus. An input that fails is left as build/fuzz/crash-TARGET-*.
run_fuzz() {
  local target name found=0 bad=0 folders
  for target in build/fuzz/fuzz_*; do
    if [ ! -x "$target" ] || [ -d "$target" ]; then continue; fi
    name=${target##*/fuzz_}
    found=$((found + 1))
    mkdir -p "build/fuzz/corpus/$name"
    folders=("build/fuzz/corpus/$name")
    [ ! -d "tests/fuzz/corpus/$name" ] || folders+=("tests/fuzz/corpus/$name")
    printf '%s: ' "$name"
    if "$target" -max_total_time="$1" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="build/fuzz/crash-$name-" "${folders[@]}" >"build/fuzz/$name.log" 2>&1; then
      grep -oE 'number_of_executed_units: *[0-9]+' "build/fuzz/$name.log"
    else
      bad=$((bad + 1))
      echo 'FAILED'
      tail -n 40 "build/fuzz/$name.log"
    fi
  done
  [ "$found" -gt 0 ] || { echo 'No fuzz target was built.'; return 1; }
  counted $((found - bad)) "$bad"
  [ "$bad" -eq 0 ]
}

# run_faults ROUNDS: how often a node is killed. Ends with what each fault has shown.
run_faults() {
  local log=build/faults.log state=0
  HALLWAY_KILL_ROUNDS=$1 HALLWAY_FAULTS=full build/release/processes_test \
    --gtest_filter='KilledNode.*:FullDiskNode.*:CrowdOfHosts.*:FloodedNode.*' | tee "$log" || state=$?
  counted "$(grep -cE '^\[       OK \]' "$log" || true)" "$(grep -cE '^\[  FAILED  \] .* \([0-9]+ ms\)$' "$log" || true)"
  printf '\nWhat was done, and what held:\n'
  sed -n 's/^fault: /  /p' "$log"
  return "$state"
}

run_bench() {
  local benches=(inbox_bench deliver_bench storage_bench thread_bench photo_bench live_bench
    search_bench expert_bench expert_api_bench) bench
  build release "${benches[@]}"
  mkdir -p build/bench
  for bench in "${benches[@]}"; do "build/release/$bench" build/bench; done
}

# run_million DIR: some minutes, and much of a disk.
run_million() {
  mkdir -p "$1"
  build/release/million_bench "$1"
}
