#!/usr/bin/env bash
# Run a command on PostgreSQL: tools/with_postgres.sh [--durable] [--or-without] COMMAND…
#
# Uses the server that HAVRE_TEST_POSTGRES names (postgres://user:password@host:port). Without it, a private server in a
# throw-away folder, on a free port of 127.0.0.1 and as an ordinary user, where PostgreSQL is installed. Where it is not,
# the command does not run, which is an error only in CI. --durable keeps fsync on, for measuring; --or-without runs the
# command even where there is no PostgreSQL.
#
# The command finds HAVRE_TEST_POSTGRES, HAVRE_DATABASE_URL, HAVRE_KEYS_URL, and for a private server
# HAVRE_TEST_POSTGRES_FILES: the folder of its raw files.
set -euo pipefail

PATH=$PATH:/usr/sbin:/sbin
fsync=off
or_without=
while [[ "${1:-}" = --* ]]; do
  case "$1" in
    --durable) fsync=on ;;
    --or-without) or_without=yes ;;
    *)
      echo "Usage: tools/with_postgres.sh [--durable] [--or-without] COMMAND…" >&2
      exit 2
      ;;
  esac
  shift
done

run() {
  HAVRE_DATABASE_URL="$HAVRE_TEST_POSTGRES/havre" HAVRE_KEYS_URL="$HAVRE_TEST_POSTGRES/havre_keys" "$@"
}

if [ -n "${HAVRE_TEST_POSTGRES:-}" ]; then
  echo "== On the PostgreSQL server of HAVRE_TEST_POSTGRES"
  run "$@"
  exit
fi

programs=$(find /usr/lib/postgresql /usr/pgsql-* /opt/homebrew/opt/postgresql* /usr/local/pgsql -name initdb 2>/dev/null |
  sort -V | tail -1 || true)
programs=${programs:-$(command -v initdb || true)}
if [ -z "$programs" ]; then
  echo "== PostgreSQL is not installed here; this run is for SQLite only" >&2
  [ -z "$or_without" ] || exec "$@"
  [ -z "${CI:-}" ]
  exit
fi
programs=$(dirname "$programs")

folder=$(mktemp -d "${TMPDIR:-/tmp}/havre-pg.XXXXXX")
user=$(id -un)
if [ "$user" = root ]; then # the server refuses to run as root
  user=postgres
  id -u "$user" >/dev/null 2>&1 || user=nobody
  chown "$user" "$folder"
fi

as_user() {
  if [ "$user" = "$(id -un)" ]; then "$@"; else runuser -u "$user" -- "$@"; fi
}

stop() {
  as_user "$programs/pg_ctl" -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
password=$(python3 -c 'import secrets; print(secrets.token_hex(16))')
(umask 077 && printf '%s\n' "$password" >"$folder/password")
chown "$user" "$folder/password"

back=$PWD
cd "$folder" # the server's user may not enter ours
as_user "$programs/initdb" -D "$folder/data" -U havre -A scram-sha-256 --pwfile="$folder/password" \
  -E UTF8 --locale=C >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2
  exit 1
}
as_user "$programs/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w -s start \
  -o "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$folder -c max_connections=200 -c fsync=$fsync" || {
  cat "$folder/server.log" >&2
  exit 1
}
for database in havre havre_keys; do
  PGPASSWORD=$password "$programs/createdb" -h 127.0.0.1 -p "$port" -U havre "$database"
done
cd "$back"

export HAVRE_TEST_POSTGRES="postgres://havre:$password@127.0.0.1:$port"
export HAVRE_TEST_POSTGRES_FILES="$folder/data"
echo "== On $("$programs/postgres" --version), private, port $port"
run "$@"
