#!/usr/bin/env bash
# Runs once, when the server's data folder is made: the database, a login that owns it and one for the silos that owns nothing
# (docs/postgresql.md).
set -euo pipefail
psql --username postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --set owner="$(cat /secrets/multibot_owner)" --set silo="$(cat /secrets/multibot_silo)" <<'SQL'
CREATE ROLE multibot_owner LOGIN NOSUPERUSER NOBYPASSRLS CREATEROLE PASSWORD :'owner';
CREATE ROLE multibot_silo LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD :'silo';
CREATE DATABASE multibot OWNER multibot_owner ENCODING 'UTF8' TEMPLATE template0;
SQL
