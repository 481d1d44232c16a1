#!/bin/sh
# Compiles kernels/cuda/*.cu to PTX for compute_75, one file each, with nvcc 13.0 or later.
#
# usage: native/ptx/build.sh [folder]      (default: the resources that the jar ships)
#
# nvcc labels its PTX with its own ISA version, which older drivers refuse; the label is lowered to the oldest version
# that ptxas accepts for the instructions at hand. The comments at the top hold the SHA-256 of the sources: of the file
# and of each header that it includes itself. Equal sources and an equal nvcc give equal bytes: no paths, no dates.
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/../.." && pwd)
target=${1:-$root/src/main/resources/org/memn2n/ops/cuda/ptx}
versions="6.3 6.4 6.5 7.0 7.1 7.2 7.3 7.4 7.5 7.6 7.7 7.8 8.0 8.1 8.2 8.3 8.4 8.5 8.6 8.7 8.8 9.0"

for tool in nvcc ptxas sha256sum; do
    command -v "$tool" >/dev/null ||
        { echo "build.sh: $tool is not on the PATH (nvcc and ptxas: CUDA toolkit)" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$target"
target=$(cd "$target" && pwd)
release=$(nvcc --version | sed -n 's/.*release \([0-9.]*\), V\([0-9.]*\).*/\2/p')

cd "$root/kernels/cuda"
for source in *.cu; do
    name=${source%.cu}
    nvcc -std=c++17 -arch=compute_75 -Werror all-warnings --ptx -o "$work/$name.nvcc" "$source"
    for version in $versions; do
        # From the first directive on: what is above it is the compiler's banner.
        sed -n '/^\.version/,$p' "$work/$name.nvcc" | sed "s/^\.version .*/.version $version/" >"$work/$name.body"
        if ptxas -arch=sm_75 -o "$work/$name.cubin" "$work/$name.body" 2>"$work/$name.refusal"; then
            break
        fi
    done
    [ -s "$work/$name.cubin" ] || { cat "$work/$name.refusal" >&2; exit 1; }
    {
        echo "// kernels/cuda/$source compiled by native/ptx/build.sh with nvcc $release. Do not edit."
        for part in $(sed -n 's/^#include "\(.*\)"$/\1/p' "$source") "$source"; do
            echo "// sha256 $(sha256sum <"$part" | cut -d ' ' -f 1) $part"
        done
        cat "$work/$name.body"
    } >"$work/$name.ptx"
    mv "$work/$name.ptx" "$target/$name.ptx"
    echo "$name.ptx: PTX ISA $version"
done
