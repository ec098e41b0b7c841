#!/bin/sh
# Fuzzes the scenario reader with the stable compiler: `fuzz/run.sh [seconds]`. Instrumentation is LLVM's own coverage
# pass; with a nightly compiler `cargo fuzz run scenario` does the same and adds the address sanitizer.
set -eu
cd "$(dirname "$0")"
seconds="${1:-600}"
host="$(rustc -vV | sed -n 's/^host: //p')"
mkdir -p corpus/scenario artifacts/scenario
i=0
for file in ../scenarios/*/scenario.toml ../crates/righting-scenario/tests/bad/*/scenario.toml; do
    i=$((i + 1))
    cp "$file" "corpus/scenario/seed-$i"
done
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares" cargo build --release --target "$host" --bin scenario
exec "${CARGO_TARGET_DIR:-target}/$host/release/scenario" corpus/scenario -artifact_prefix=artifacts/scenario/ \
    -max_total_time="$seconds" -max_len=8192 -timeout=20 -print_final_stats=1
