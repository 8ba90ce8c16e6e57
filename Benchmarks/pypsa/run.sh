#!/bin/bash
# PyPSA + HiGHS and griddispatch on the same case folders, side by side:
#   Benchmarks/pypsa/run.sh [options of compare.py] CASE...
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
exec "$venv/bin/python" "$here/compare.py" "$@"
