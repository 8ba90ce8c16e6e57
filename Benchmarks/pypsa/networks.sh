#!/bin/bash
# Random networks made by PyPSA, solved by PyPSA with HiGHS and from their CSV folders by griddispatch:
#   Benchmarks/pypsa/networks.sh [--count N] [--seed S] [--kinds dispatch,storage,...] [--keep FOLDER]
# The virtual environment with the pinned versions is made in .build on the first run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${PYPSA_VENV:-$root/.build/pypsa-venv}
if ! "$venv/bin/python" -c "import pypsa, highspy" 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
fi
swift build --package-path "$root" -c release --product griddispatch >&2
exec "$venv/bin/python" -W ignore "$here/networks.py" --griddispatch "$root/.build/release/griddispatch" "$@"
