#!/bin/bash
#SBATCH --job-name=righting-merge
#SBATCH --output=logs/merge.txt

# Submitted after the array: sbatch --dependency=afterok:ARRAY slurm-merge.sh. Said again, it goes on.
set -euo pipefail
righting merge "${MERGED:-merged}" parts/*
