#!/usr/bin/env bash
# Makes what the containers must know and nobody else: once, at the first «docker compose up». It runs as root and leaves each file to
# the one user who reads it. The database never sees the master key.
set -euo pipefail
umask 077
silo_user=1654
database_user=$(id -u postgres)
# «nobody», as whom Prometheus' image runs.
scrape_user=65534

random() { head -c 32 /dev/urandom | base64 -w 0; }
word() { random | tr -d '+/='; }

# Each password is used in two places: it is drawn once, even if an earlier run was interrupted.
for login in postgres multibot_owner multibot_silo; do
  [ -s "/secrets/database/$login" ] || { word >/secrets/database/new && mv /secrets/database/new "/secrets/database/$login"; }
done

if [ ! -s /secrets/silo/master.key ]; then
  random >/secrets/silo/new && mv /secrets/silo/new /secrets/silo/master.key
fi

# Read by two who have no file in common: it is drawn once.
if [ ! -s /secrets/silo/scrape.key ]; then
  word >/secrets/silo/new && mv /secrets/silo/new /secrets/silo/scrape.key
fi
cp /secrets/silo/scrape.key /secrets/scrape/scrape.key

for login in multibot_owner multibot_silo; do
  echo "db:5432:multibot:$login:$(cat "/secrets/database/$login")"
done >/secrets/silo/pgpass

chown -R "$database_user" /secrets/database
chown -R "$silo_user" /secrets/silo
chown -R "$scrape_user" /secrets/scrape
