#!/bin/sh
# Makes Generated/chat.pb.swift from Sources/ChatWire/chat.proto.
#
#   generate.sh           writes the file
#   generate.sh --check   only compares: exit 1 and a diff when the committed file is not what chat.proto makes
#
# Needs protoc (Debian: protobuf-compiler). protoc-gen-swift is built from the swift-protobuf version that the package
# resolves to, in .build-protoc at the top of the package; that takes minutes once and seconds afterwards.
# PROTOC_GEN_SWIFT names a ready-built one instead.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
schema=$top/Sources/ChatWire
scratch=$top/.build-protoc

case "${1-}" in
  '') check=false ;;
  --check) check=true ;;
  *) echo "usage: generate.sh [--check]" >&2; exit 64 ;;
esac

if ! command -v protoc >/dev/null; then
  echo "generate.sh: protoc is missing; install it with: apt-get install protobuf-compiler" >&2
  exit 69
fi

plugin=${PROTOC_GEN_SWIFT-}
if [ -z "$plugin" ]; then
  swift package --package-path "$top" resolve >&2
  library=$top/.build/checkouts/swift-protobuf
  swift build --package-path "$library" --scratch-path "$scratch" --product protoc-gen-swift >&2
  plugin=$(swift build --package-path "$library" --scratch-path "$scratch" --show-bin-path)/protoc-gen-swift
fi

made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
protoc --plugin=protoc-gen-swift="$plugin" --proto_path="$schema" --swift_opt=Visibility=Package \
  --swift_out="$made" chat.proto

if $check; then
  if ! diff -u "$here/Generated/chat.pb.swift" "$made/chat.pb.swift"; then
    echo "generate.sh: Generated/chat.pb.swift is not what chat.proto makes; run Tests/ChatWireOracle/generate.sh" >&2
    exit 1
  fi
else
  mkdir -p "$here/Generated"
  cat "$made/chat.pb.swift" >"$here/Generated/chat.pb.swift"
fi
