#!/usr/bin/env bash
# The whole check, from a fresh machine with a Rust toolchain, a C compiler and a package manager.
# Installs PostgreSQL when it is missing: the tests start a server of their own and need only its programs.
set -euo pipefail
cd "$(dirname "$0")/.."

have_postgres() {
    compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

install_postgres() {
    echo "PostgreSQL is missing; installing it"
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    if command -v apt-get >/dev/null; then
        "${as_root[@]}" apt-get update -q
        DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q postgresql
    elif command -v dnf >/dev/null; then
        "${as_root[@]}" dnf install -y postgresql-server
    elif command -v pacman >/dev/null; then
        "${as_root[@]}" pacman -Sy --noconfirm postgresql
    elif command -v brew >/dev/null; then
        brew install postgresql
    fi
    have_postgres || { echo "error: PostgreSQL could not be installed; install the package that has initdb" >&2; exit 1; }
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

have_postgres || install_postgres
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never}
step 'format' cargo fmt --all -- --check
step 'lint' cargo clippy --workspace --all-targets -- -D warnings
step 'build' cargo build --workspace --bins
step 'tests on both engines' tests
step 'documentation' env RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps --quiet
step 'migrations up, down and up again' migrations_up_down_up
printf '\n'
totals
