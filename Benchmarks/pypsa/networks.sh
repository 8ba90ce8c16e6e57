#!/bin/bash
# Random networks made by PyPSA, solved by PyPSA with HiGHS and from their CSV folders by griddispatch:
#   Benchmarks/pypsa/networks.sh [--count N] [--seed S] [--kinds dispatch,storage,...] [--keep FOLDER]
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/environment.sh"
exec "$venv/bin/python" -W ignore "$here/networks.py" --griddispatch "$root/.build/release/griddispatch" "$@"
