#!/usr/bin/env bash
# The whole check, from a fresh machine with a Rust toolchain, a C compiler and a package manager.
# Installs PostgreSQL and Chromium when they are missing: the tests start a server and a browser of their own and need only
# the programs.
set -euo pipefail
cd "$(dirname "$0")/.."

have_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

have_browser() {
    command -v chromedriver >/dev/null && { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
}

# install WHAT APT DNF PACMAN BREW: the packages of each package manager, in words
install() {
    echo "$1 is missing; installing it"
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    # shellcheck disable=SC2086  # the packages are meant to be split
    if command -v apt-get >/dev/null; then
        "${as_root[@]}" apt-get update -q
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q $2
    elif command -v dnf >/dev/null; then
        "${as_root[@]}" dnf install -y $3
    elif command -v pacman >/dev/null; then
        "${as_root[@]}" pacman -Sy --noconfirm $4
    elif command -v brew >/dev/null; then
        brew install $5
    fi
}

step() {
    local name=$1 began=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    "$@" || { echo "== $name: FAILED"; exit 1; }
    echo "== $name: ok ($((SECONDS - began)) s)"
}

migrations_up_down_up() {
    # Under target, where nobody minds what a broken-off check leaves behind.
    local url='sqlite://target/check.db?mode=rwc'
    rm -f target/check.db target/check.db-wal target/check.db-shm
    for direction in 'up' 'down --yes' 'up' 'status'; do
        # shellcheck disable=SC2086  # the words of the direction are meant to be split
        target/debug/scheduler --database-url "$url" migrate $direction || return 1
    done
}

tests() {
    # The output goes through a file as well, so that the totals of all test binaries can be added up.
    cargo test --workspace --no-fail-fast 2>&1 | tee target/tests.log
}

totals() {
    awk '/^test result:/ { for (n = 1; n <= NF; n++) { if ($(n+1) == "passed;") p += $n; if ($(n+1) == "failed;") f += $n } }
         END { printf "%d passed, %d failed\n", p, f; exit (f > 0 || p == 0) }' target/tests.log
}

have_postgres || install PostgreSQL postgresql postgresql-server postgresql postgresql
have_postgres || { echo "error: PostgreSQL could not be installed; install the package that has initdb" >&2; exit 1; }
have_browser || install Chromium 'chromium chromium-driver' 'chromium chromedriver' chromium '--cask chromium chromedriver'
have_browser || { echo "error: Chromium could not be installed; install the packages that have chromium and chromedriver" >&2; exit 1; }
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
step 'format' cargo fmt --all -- --check
step 'lint' cargo clippy --workspace --all-targets -- -D warnings
step 'build' cargo build --workspace --bins
step 'tests on both engines' tests
step 'documentation' env RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --quiet
step 'migrations up, down and up again' migrations_up_down_up
printf '\n'
totals
