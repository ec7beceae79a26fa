#!/bin/sh
# Temporal's tables, made or brought to the version of this image. The steps are those of temporalio/samples-server
# (compose/scripts/setup-postgres.sh), but for `create`: the databases are made by postgres-init.sh. SQL_PASSWORD is read
# from the environment. Running it again changes nothing: setup-schema is for a database without a version alone.
set -eu

schema() {
  tool() { temporal-sql-tool --plugin postgres12 --ep "$POSTGRES_SEEDS" -p 5432 -u temporal --db "$1" "$2" "$3" "$4"; }
  tool "$1" setup-schema -v 0.0 || echo "$1 has a schema already, or cannot be reached; the update says which"
  tool "$1" update-schema -d "/etc/temporal/schema/postgresql/v12/$2/versioned"
}

schema temporal temporal
schema temporal_visibility visibility
