#!/bin/sh
# Checks the committed PTX without a GPU: made from the sources that are there, accepted by ptxas for every
# architecture of interest, nothing spilled. Prints registers, shared memory and spills of each kernel.
#
# usage: native/ptx/check.sh [folder]      (default: the resources that the jar ships)
set -eu
export LC_ALL=C

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=${1:-$root/src/main/resources/org/memn2n/ops/cuda/ptx}
architectures="75 80 86 89 90 100 120"

for tool in ptxas sha256sum; do
    command -v "$tool" >/dev/null ||
        { echo "check.sh: $tool is not on the PATH (ptxas: CUDA toolkit)" >&2; exit 1; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for source in "$root"/kernels/cuda/*.cu; do
    ptx=$folder/$(basename "$source" .cu).ptx
    [ -f "$ptx" ] || { echo "check.sh: $ptx is missing; run native/ptx/build.sh" >&2; exit 1; }
done
for ptx in "$folder"/*.ptx; do
    source=$root/kernels/cuda/$(basename "$ptx" .ptx).cu
    [ -f "$source" ] || { echo "check.sh: $ptx has no source" >&2; exit 1; }
    sed -n 's|^// sha256 ||p' "$ptx" | sed 's|  *|  |' >"$work/sums"
    [ "$(wc -l <"$work/sums")" -eq $((1 + $(grep -c '^#include "' "$source"))) ] ||
        { echo "check.sh: $ptx does not name its sources" >&2; exit 1; }
    (cd "$root/kernels/cuda" && sha256sum --check --quiet "$work/sums") ||
        { echo "check.sh: $ptx is older than its sources; run native/ptx/build.sh" >&2; exit 1; }
    for architecture in $architectures; do
        ptxas --verbose -arch="sm_$architecture" -o "$work/cubin" "$ptx" >"$work/report" 2>&1 ||
            { cat "$work/report" >&2; echo "check.sh: sm_$architecture refuses $ptx" >&2; exit 1; }
        sed "s/^/$(basename "$ptx" .ptx) $architecture /" "$work/report" >>"$work/reports"
    done
done

awk -v architectures="$architectures" '
    function before(word,    i) { # the number before the word that starts so
        for (i = 3; i <= NF; i++) if (index($i, word) == 1) return $(i - 1)
        return 0
    }
    /Compiling entry function/ {
        split($0, quoted, "\047"); kernel = quoted[2]
        if (!(kernel in file)) { order[++kernels] = kernel; file[kernel] = $1 }
    }
    /spill stores/ {
        match($0, /[0-9]+ bytes spill stores/); stores = substr($0, RSTART) + 0
        match($0, /[0-9]+ bytes spill loads/); spilled[kernel] += stores + substr($0, RSTART)
    }
    / Used / {
        registers[kernel, $2] = before("registers"); results++
        if (match($0, /[0-9]+ bytes smem/)) shared[kernel] = substr($0, RSTART) + 0
    }
    END {
        count = split(architectures, names, " ")
        printf "%-12s %-32s %8s %8s  registers on", "file", "kernel", "shared", "spills"
        for (i = 1; i <= count; i++) printf " sm_%s", names[i]
        printf "\n"
        for (k = 1; k <= kernels; k++) {
            kernel = order[k]
            printf "%-12s %-32s %8d %8d              ", file[kernel], kernel, shared[kernel], spilled[kernel]
            for (i = 1; i <= count; i++) printf " %*d", length("sm_" names[i]), registers[kernel, names[i]]
            printf "\n"
            if (spilled[kernel]) bad = bad " " kernel
        }
        if (bad) { print "check.sh: registers are spilled by" bad | "cat >&2"; exit 1 }
        if (!kernels || results != kernels * count) {
            print "check.sh: ptxas did not report on every kernel" | "cat >&2"
            exit 1
        }
    }' "$work/reports"
