#!/bin/sh
# Brings a PostgreSQL 18 server to what the platform needs: roles, passwords, schemas. Any number of times.
# Connects as superuser through the usual PG* variables; the database "manymodels" must exist.
set -eu
here=${BOOTSTRAP_DIR:-$(dirname "$0")}
psql -v ON_ERROR_STOP=1 -X -q -d "${PGDATABASE:-manymodels}" \
  -f "$here/roles.sql" -f "$here/passwords.psql" -f "$here/schemas.sql"
