#!/usr/bin/env bash
# Make the folder of the environment, or make it anew where it cannot work: venv.sh FOLDER [PYTHON ...]
# Takes the first of the interpreters that can carry the course. Nothing is downloaded here.
set -euo pipefail
check="$(dirname "$0")/interpreter.py"
folder=$1
shift
if "$folder/bin/python" "$check" pip 2>/dev/null; then exit 0; fi

said=""
for python in "$@"; do
  if ! command -v "$python" >/dev/null; then continue; fi
  if why=$("$python" "$check" ensurepip 2>&1); then
    if [ -e "$folder" ] || [ -L "$folder" ]; then echo "$folder cannot work and is made anew."; fi
    rm -rf "$folder"
    exec "$python" -m venv "$folder"
  fi
  said+="  $python: ${why##*$'\n'}"$'\n'
done
echo "No Python here can carry the course, which needs 3.11, 3.12 or 3.13 with venv. Found:" >&2
echo "${said:-  none of $*}" >&2
echo "Install one, or name it: make book PYTHON=/path/to/python3.11" >&2
exit 1
