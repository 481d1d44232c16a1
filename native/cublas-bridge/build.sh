#!/bin/sh
# Compiles the bridge from libcublas.so.12 to libcublas.so.13.
#
# usage: native/cublas-bridge/build.sh FILE [optional]
# With "optional", no C++ compiler is no error: FILE is not written, and a line says so. CXX names another compiler.
set -eu

folder=$(cd "$(dirname "$0")" && pwd)
target=$1
compiler=${CXX:-g++}

if ! command -v "$compiler" >/dev/null; then
    echo "no $compiler: built without the bridge to cuBLAS 13 (cuBLAS 12 and the own kernels work without it)" >&2
    [ "${2:-}" = optional ] && exit 0
    exit 1
fi
mkdir -p "$(dirname "$target")"
"$compiler" -std=c++17 -O2 -fPIC -shared -nostdlib -fvisibility=hidden -fno-exceptions -fno-rtti \
    -fno-asynchronous-unwind-tables -fno-stack-protector -fno-threadsafe-statics -Wall -Wextra -Werror \
    -Wl,-soname,libcublas.so.12 -Wl,--version-script="$folder/exports.map" -Wl,--build-id=none -Wl,-s \
    -o "$target.part" "$folder/bridge.cpp"
mv "$target.part" "$target"
