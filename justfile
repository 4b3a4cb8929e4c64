# What there is to do; `just` alone lists it.
[private]
default:
    @just --list --unsorted

# Seed a database with drift, heal it, and show it
demo *args:
    cargo run --release -- demo {{args}}

# Fill the development database (safe to repeat)
seed *args:
    cargo run --release --bin seeder -- apply dev {{args}}

# Run the scheduler until it is stopped
run *args:
    cargo run --release -- run {{args}}

# Run one reconcile pass over every active workspace
once *args:
    cargo run --release -- once ops.reconcile_adapter_runs {{args}}

# Run the tests that match, on both engines
test *args:
    cargo test --workspace {{args}}

# Run what CI runs
ci:
    bash tests/run.sh

# Measure the ledger, the jobs and the seeder beside plain SQL (half an hour on two cores)
bench: bench-ledger bench-seeding

# Measure the ledger and the jobs alone, such as `just bench-ledger --quick`
bench-ledger *args:
    cargo bench --bench ledger -- {{args}}

# Measure the seeder and test databases alone, such as `just bench-seeding --rows 1000000 --rounds 3`
bench-seeding *args:
    cargo bench --bench seeding -- {{args}}

# Measure the pages of the hub over a million runs (or a database of your own: --url …)
bench-hub *args="--url sqlite://target/bench-hub.db":
    cargo run --release --bin seeder -- --database-url 'sqlite://target/bench-hub.db?mode=rwc' apply load --scale 10
    cargo bench --bench hub -- {{args}}

# Run the fault tests for longer, such as `just soak 300` (seconds each)
soak seconds='120':
    OPSLEDGER_SOAK_SECONDS={{seconds}} cargo test --test it -- faults:: --nocapture

# Take the pictures of the hub that the README shows, with the pages as they are now
screenshots:
    cargo test --test it -- --ignored --exact hub::browser::screenshots::screenshots
    if command -v pngquant >/dev/null; then pngquant --force --skip-if-larger --ext .png --strip docs/screenshots/*.png; fi

# Make the fixture database of CI and check it
fixtures:
    mkdir -p target/fixtures
    rm -f target/fixtures/ci.db target/fixtures/ci.db-wal target/fixtures/ci.db-shm
    cargo run --release --bin seeder -- --database-url 'sqlite://target/fixtures/ci.db?mode=rwc' apply ci
    cargo run --release --bin seeder -- --database-url 'sqlite://target/fixtures/ci.db' verify

# Remove the development database (the file of the default address only)
[confirm('Remove opsledger.db and everything in it?')]
db-reset:
    rm -f opsledger.db opsledger.db-wal opsledger.db-shm
