#!/bin/sh
# The namespace and the three search attributes, made unless they are there. TEMPORAL_ADDRESS is read by the CLI.
set -eu

tries=60
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries - 1))
  test "$tries" -gt 0 || { echo "Temporal does not answer at $TEMPORAL_ADDRESS" >&2; exit 1; }
  sleep 1
done

temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1 \
  || temporal operator namespace create --namespace "$NAMESPACE" --retention "$RETENTION"

attribute() {
  known=$(temporal operator search-attribute list --namespace "$NAMESPACE")
  case "$known" in
    *"$1"*) ;;
    *) temporal operator search-attribute create --namespace "$NAMESPACE" --name "$1" --type "$2" ;;
  esac
}

# A new namespace reaches all parts of the server within seconds.
tries=30
until attribute ArshjulCounty Keyword && attribute ArshjulMunicipality Keyword && attribute ArshjulYear Int; do
  tries=$((tries - 1))
  test "$tries" -gt 0 || exit 1
  sleep 1
done
