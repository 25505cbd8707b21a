#!/usr/bin/env bash
# Runs tests of this folder under Node. Exit code 77: this machine lacks something, so nothing was checked.
#
# usage: run.sh BUILD_FOLDER PROGRAMS_FOLDER FILE...
set -euo pipefail
source=$(cd "$(dirname "$0")" && pwd)
build=$1 programs=$2
shift 2
files="$*"

skip() {
  echo "$files: $1: skipped"
  exit 77
}

command -v node >/dev/null || skip "node is not here"
command -v npm >/dev/null || skip "npm is not here"
node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' || skip "node is older than 18"
if [ "$files" = dissector.test.js ]; then
  command -v tshark >/dev/null || skip "tshark is not here"
  tshark --version 2>/dev/null | grep 'with Lua' >/dev/null || skip "tshark was built without Lua"
fi

# What package.json asks for goes into the build folder; the copy there says what was installed.
mkdir -p "$build"
if ! cmp -s "$source/package.json" "$build/installed.json"; then
  cp "$source/package.json" "$source/.npmrc" "$build"
  npm install --prefix "$build" --ignore-scripts --no-audit --no-fund --fetch-retries=1 --fetch-timeout=30000 \
    >"$build/npm.log" 2>&1 || { cat "$build/npm.log" && skip "npm could not install protobufjs"; }
  cp "$source/package.json" "$build/installed.json"
fi

export NODE_PATH=$build/node_modules PUSHSCOPE_PROGRAMS=$programs PUSHSCOPE_CAPTURES=$build
cd "$source"
exec node --test --test-reporter=spec "$@"
