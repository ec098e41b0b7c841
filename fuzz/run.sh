#!/bin/sh
# Fuzzes one target with the stable compiler: `fuzz/run.sh [target] [seconds]`; the targets are those of fuzz_targets/.
# Instrumentation is LLVM's own coverage pass; with a nightly compiler `cargo fuzz run TARGET` does the same and adds the
# address sanitizer.
set -eu
cd "$(dirname "$0")"
target="${1:-scenario}"
seconds="${2:-600}"
host="$(rustc -vV | sed -n 's/^host: //p')"
mkdir -p "corpus/$target" "artifacts/$target" target/stored
python3 seeds.py "$target" "corpus/$target"
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares" cargo build --release --target "$host" --bin "$target"
RIGHTING_FUZZ_STORED="$PWD/target/stored"
export RIGHTING_FUZZ_STORED
exec "${CARGO_TARGET_DIR:-target}/$host/release/$target" "corpus/$target" "-artifact_prefix=artifacts/$target/" \
    -max_total_time="$seconds" -max_len=65536 -timeout=20 -rss_limit_mb=1500 -print_final_stats=1
