#!/bin/bash
# Shards on Slurm: an array reads, a job that depends on it joins.
#
#     export DOCUMENTS=/share/client SHARDS=/share/shards
#     id=$(sbatch --parsable slurm.sh)
#     sbatch --dependency="afterok:$id" --wrap 'iso20k assess "$DOCUMENTS" --no-cache --out report --shards "$SHARDS"/shard-*.idx'
#SBATCH --job-name=iso20k
#SBATCH --array=1-4
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
set -euo pipefail

iso20k index "$DOCUMENTS" --no-cache --jobs "${SLURM_CPUS_PER_TASK:-1}" \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" --out "$SHARDS/shard-$SLURM_ARRAY_TASK_ID.idx"
