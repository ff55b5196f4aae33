#!/usr/bin/env bash
# Other load clients beside ours, on this machine: installs Debian's Locust and aiohttp where that is possible, builds, measures.
# bench/Peers/run.sh [peers-100] [peers-1000] [--seconds N] [--runs N] [--transport NAME]
set -euo pipefail
cd "$(dirname "$0")/../.."

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  for package in python3-aiohttp python3-locust; do
    # What cannot be installed is named in the table and not measured.
    dpkg -s "$package" >/dev/null 2>&1 && continue
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$package"; } >/dev/null 2>&1 ||
      echo "apt-get could not install $package" >&2
  done
fi

dotnet build -c Release --nologo -v quiet bench
exec bench/bin/Release/net10.0/Bench peers "$@"
