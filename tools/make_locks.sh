#!/usr/bin/env bash
# Renew the hashed locks from pyproject.toml: one set for every platform and every Python from 3.11 on.
# Nothing of the place they were made on is kept in them. Pass --upgrade to take newer releases.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=.venv/bin/uv
options=(--quiet --universal --python-version 3.11 --generate-hashes
  --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@")

"$uv" pip compile "${options[@]}" pyproject.toml -o requirements/run.txt
"$uv" pip compile "${options[@]}" pyproject.toml --group dev -c requirements/run.txt -o requirements/dev.txt
printf 'hatchling>=1.33\neditables\n' |
  "$uv" pip compile "${options[@]}" -c requirements/dev.txt - -o requirements/build.txt
printf 'uv\n' | "$uv" pip compile "${options[@]}" - -o requirements/uv.txt

if grep -l '://' requirements/*.txt; then
  echo "A lock names a host." >&2
  exit 1
fi
