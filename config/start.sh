#!/bin/sh
# Starts a process of the container. Without CARAVAN_SECRET_KEY a key is made once and kept beside the files.
set -eu
if [ -z "${CARAVAN_SECRET_KEY:-}" ]; then
  key="${CARAVAN_HOME:?}/secret-key"
  if [ ! -s "$key" ]; then
    (umask 077 && python -c 'import secrets; print(secrets.token_urlsafe(64))' >"$key.$$" && mv -n "$key.$$" "$key")
    rm -f "$key.$$"
  fi
  CARAVAN_SECRET_KEY=$(cat "$key")
  export CARAVAN_SECRET_KEY
fi
exec "$@"
