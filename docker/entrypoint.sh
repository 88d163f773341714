#!/usr/bin/env bash
# Starts the silo on the address by which the other containers reach this one; «admin-key» as first argument makes a new admin key.
set -euo pipefail

if [ -z "${MultiBot__Silo__Bind:-}" ]; then
  MultiBot__Silo__Bind=$(hostname -i | tr ' ' '\n' | grep -m1 -E '^[0-9]+(\.[0-9]+){3}$')
  export MultiBot__Silo__Bind
fi

# Replaces the shell: the silo itself gets the signal to stop.
exec dotnet /app/MultiBot.Silo.dll "$@"
