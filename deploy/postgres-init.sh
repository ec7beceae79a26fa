#!/bin/sh
# Run once by the postgres image, on an empty volume: three roles, none of them superuser, and their databases.
# arshjul_owner owns and migrates; arshjul_app only uses, so that row-level security binds it.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set owner="$ARSHJUL_OWNER_PASSWORD" --set app="$ARSHJUL_APP_PASSWORD" --set temporal="$TEMPORAL_DB_PASSWORD" <<'SQL'
CREATE ROLE arshjul_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner';
CREATE ROLE arshjul_app   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'app';
CREATE ROLE temporal      LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'temporal';
CREATE DATABASE arshjul OWNER arshjul_owner TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE temporal OWNER temporal TEMPLATE template0 ENCODING 'UTF8';
CREATE DATABASE temporal_visibility OWNER temporal TEMPLATE template0 ENCODING 'UTF8';
REVOKE CONNECT ON DATABASE arshjul, temporal, temporal_visibility FROM PUBLIC;
GRANT CONNECT ON DATABASE arshjul TO arshjul_app;
SQL
