#!/bin/bash
#SBATCH --job-name=righting
#SBATCH --array=1-64
#SBATCH --cpus-per-task=4
#SBATCH --requeue
#SBATCH --output=logs/%a.txt

# One task is one part of a run. PARTS is the number of all parts, also where some are asked for alone (--array=3,7).
set -euo pipefail
scenario=${SCENARIO:-my-case}
replicates=${REPLICATES:-10000}
parts=${PARTS:-64}
out=parts/$SLURM_ARRAY_TASK_ID

# A task that was requeued goes on with what its part has.
again=()
if [ -e "$out/run.json" ]; then
    again=(--resume)
fi
righting run "$scenario" --replicates "$replicates" --threads "${SLURM_CPUS_PER_TASK:-4}" \
    --part "$SLURM_ARRAY_TASK_ID/$parts" --out "$out" "${again[@]}"
