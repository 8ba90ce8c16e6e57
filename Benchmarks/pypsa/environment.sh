# The virtual environment with the pinned versions, made in .build on the first run, and griddispatch in release: to be
# sourced. Sets root and venv.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
venv=${PYPSA_VENV:-$root/.build/pypsa-venv}
if ! "$venv/bin/python" -c "import pypsa, highspy" 2>/dev/null; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
fi
swift build --package-path "$root" -c release --product griddispatch >&2
