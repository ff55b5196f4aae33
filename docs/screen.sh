#!/usr/bin/env bash
# Takes the picture of the screen: a run of the mixed-prompts scenario against the built-in simulator, in a real terminal of 120x40.
# Writes docs/screen.txt (as text) and docs/screen.svg (with its colours). Needs tmux and python3, and a build (dotnet build -c Release).
set -euo pipefail
cd "$(dirname "$0")/.."
program=${VLLMSTREAM_EXE:-$PWD/src/Cli/bin/Release/net10.0/vllmstream}
folder=$(mktemp -d)
tmux=(tmux -L vllmstream-picture -f /dev/null)
trap '"${tmux[@]}" kill-server 2>/dev/null || true; rm -rf "$folder"' EXIT
"${tmux[@]}" -u new-session -d -x 120 -y 40 -c "$folder" env LANG=C.UTF-8 TERM=screen-256color "$program" run --sim -f mixed-prompts -r 6 -d 60s --seed 42 -o run.ndjson
sleep "${SECONDS_IN:-45}"
"${tmux[@]}" capture-pane -p > docs/screen.txt
"${tmux[@]}" capture-pane -p -e > "$folder/screen.ansi"
python3 docs/screen.py "$folder/screen.ansi" > docs/screen.svg
