#!/usr/bin/env bash
# Tests and measures memn2n on this machine's GPU, from the carried folder that this file lies in.
#
#   ./run.sh PART [ARGUMENT ...]
#
#   devices                what the driver and memn2n say of the GPU
#   suite                  the contract of all operations and the golden networks, on the GPU, with our matrix products and cuBLAS's
#   kernels                every operation alone: GB/s, share of a device copy, GFLOP/s; matrix products in both ways
#   bench [S,M,L,LM]       whole networks against PyTorch on the same GPU
#   sanitizer              compute-sanitizer over the operations: memcheck, racecheck, initcheck, synccheck
#   profile                ncu on the two operations with the most time to gain; after "kernels"
#   epochs                 epochs of bAbI task 1, when the data was carried
#   all                    all of these in this order
#   opencl [S,M,L,LM]      the contract on OpenCL, every operation alone, and whole networks beside CUDA; not in "all", for it needs
#                          an OpenCL driver
#
# Logs and results go to $OUT (default: ./out): PART.log, and PART.tar.gz with the files that PART wrote, if any. Each step has a limit of
# its own; all steps of a PART together have LIMIT seconds (default 560).
# Also read: ROUNDS (3), SECONDS_EACH (0.5), PEER_LIMIT (100), PYTHON (python3), OPTIONS (for Java, such as
# -Dmemn2n.cuda.graphs=off).
set -uo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
cd "$here"
OUT=${OUT:-$here/out}
LIMIT=${LIMIT:-560}
work=$here/work
mkdir -p "$OUT" "$work"
started=$SECONDS
failed=()

commit=$(sed -n 's/^commit=//p' version)
dirty=$(sed -n 's/^dirty=//p' version)
# A toolkit that the loader does not know: cuBLAS is looked for where it is usually installed.
for folder in /usr/local/cuda*/lib64 /usr/local/cuda*/targets/x86_64-linux/lib; do
    if compgen -G "$folder/libcublas.so.1[23]" >/dev/null; then
        export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
        break
    fi
done
# shellcheck disable=SC2206 # options are separated by blanks
java=("$here/runtime/bin/java" ${OPTIONS:-} --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector)
bench=("${java[@]}" -XX:MaxRAMPercentage=70 -Dmemn2n.commit="$commit" -Dmemn2n.dirty="$dirty" -Dmemn2n.benchmarks="$here" -cp "$here/jars/*" org.memn2n.benchmarks.Main)

# step SECONDS NAME COMMAND...: runs it with a limit, says how it ended, goes on with what comes after.
step() {
    local seconds=$1 name=$2 left code began=$SECONDS
    shift 2
    left=$((LIMIT - (SECONDS - started)))
    [ "$left" -lt "$seconds" ] && seconds=$left
    if [ "$seconds" -lt 5 ]; then
        echo "== $name: not run, no time left of $LIMIT s"
        failed+=("$name (no time)")
        return 1
    fi
    echo "== $name (at most $seconds s)"
    timeout -k 10 "$seconds" "$@"
    code=$?
    case $code in
        0) echo "== $name: ok, $((SECONDS - began)) s" ;;
        124 | 137) echo "== $name: ended at its limit of $seconds s"; failed+=("$name (limit)") ;;
        *) echo "== $name: exit code $code, $((SECONDS - began)) s"; failed+=("$name ($code)") ;;
    esac
    return $code
}

need() {
    command -v "$1" >/dev/null || { echo "== $1 is not on the PATH; left out"; failed+=("$1 (missing)"); return 1; }
}

# The tests of the devices, by class or method; the one that the part is about must be among the devices, or the suite fails.
expected=cuda,simd,scalar
[ "${1:-}" = opencl ] && expected=opencl,simd,scalar
tests=("${java[@]}" -Dmemn2n.expected.devices="${EXPECTED:-$expected}" -cp "$here/tests/classes:$here/jars/memn2n-cli.jar:$here/tests/*"
    org.junit.platform.console.ConsoleLauncher execute --disable-banner --details=tree --disable-ansi-colors)

part_devices() {
    need nvidia-smi && step 30 nvidia-smi nvidia-smi
    step 30 "java -version" "${java[@]}" -version
    step 60 "memn2n devices" "${java[@]}" -jar "$here/jars/memn2n-cli.jar" devices
}

part_suite() {
    local products
    for products in own cublas; do
        step 270 "contract, golden networks, expected devices; matrix products: $products" \
            "${tests[0]}" -Dmemn2n.products=$products -Dmemn2n.expected.products="$([ $products = own ] && echo 'own kernels' || echo cuBLAS)" \
            "${tests[@]:1}" --select-class org.memn2n.ops.ExpectedDevicesTest \
            --select-class org.memn2n.ops.OpsContractTest --select-class org.memn2n.model.GoldenTest
    done
}

part_kernels() {
    local products
    local -a kernels=(kernels --device "${DEVICE:-cuda}" --seconds "${SECONDS_EACH:-0.5}" --sizes "${SIZES:-large}")
    step 400 kernels "${bench[@]}" "${kernels[@]}" --out "$work/kernels"
    for products in own cublas; do
        step 80 "matrix products: $products" "${bench[0]}" -Dmemn2n.products=$products "${bench[@]:1}" "${kernels[@]}" \
            --operations linear,linearGradient,answer,answerGradient --out "$work/kernels/products-$products"
    done
}

part_bench() {
    step 540 networks "${bench[@]}" networks --shapes "${1:-S,M}" --modes forward,train,train+batch --devices "${DEVICE:-cuda}" \
        --peers "${PEERS-torch-gpu}" --python "${PYTHON:-python3}" --rounds "${ROUNDS:-3}" --seconds "${SECONDS_EACH:-0.5}" \
        --peer-limit "${PEER_LIMIT:-100}" --out "$work/bench"
}

# All operations once at one ragged size, twice over; memcheck also sees every size of the contract.
part_sanitizer() {
    need compute-sanitizer || return
    local tool method
    for tool in memcheck racecheck initcheck synccheck; do
        method='givesTheSameBitsTwice(java.lang.String)'
        step 130 "$tool" compute-sanitizer --tool "$tool" --target-processes all --error-exitcode 9 --print-limit 20 \
            "${tests[@]}" --select-method "org.memn2n.ops.OpsContractTest#$method" >"$work/sanitizer/$tool.log" 2>&1
        tail -n 12 "$work/sanitizer/$tool.log"
    done
    step 200 "memcheck, all sizes" compute-sanitizer --tool memcheck --target-processes all --error-exitcode 9 --print-limit 20 \
        "${tests[@]}" --select-method 'org.memn2n.ops.OpsContractTest#agreesWithTheReference(java.lang.String)' \
        >"$work/sanitizer/memcheck-all-sizes.log" 2>&1
    tail -n 12 "$work/sanitizer/memcheck-all-sizes.log"
}

part_profile() {
    need ncu || return
    local operation
    if [ ! -f "$work/kernels/slowest.txt" ]; then
        echo "== no results of kernels here yet: measuring them first"
        part_kernels
    fi
    for operation in $(head -n 2 "$work/kernels/slowest.txt"); do
        step 200 "ncu $operation" ncu --target-processes all --clock-control none --set full --launch-count 30 -f \
            -o "$work/profile/$operation" "${bench[@]}" kernels --device cuda --operations "$operation" --only-run 3
        step 60 "ncu $operation, in words" ncu --import "$work/profile/$operation.ncu-rep" --page details >"$work/profile/$operation.txt"
        grep -E 'Context|Duration|Memory Throughput|DRAM Throughput|Compute \(SM\) Throughput|Registers Per|Achieved Occ' \
            "$work/profile/$operation.txt" | tail -n 60
    done
}

part_opencl() {
    step 270 "contract, golden networks, expected devices on OpenCL" "${tests[@]}" \
        --select-class org.memn2n.ops.ExpectedDevicesTest --select-class org.memn2n.ops.OpsContractTest \
        --select-class org.memn2n.model.GoldenTest
    step 120 "operations on OpenCL" "${bench[@]}" kernels --device opencl --seconds "${SECONDS_EACH:-0.2}" --sizes "${SIZES:-large}" \
        --out "$work/opencl/kernels"
    step 160 "networks on OpenCL" "${bench[@]}" networks --shapes "${1:-S,M}" --devices "${DEVICES:-opencl,cuda}" \
        --rounds "${ROUNDS:-3}" --seconds "${SECONDS_EACH:-0.5}" --out "$work/opencl/bench"
}

part_epochs() {
    local archive
    archive=$(find "$here/data" -type f 2>/dev/null | head -n 1)
    if [ -z "$archive" ]; then
        echo "== no data was carried (pack with --data ARCHIVE)"
        return
    fi
    step 300 epochs "${bench[@]}" epochs --data "$archive" --devices "${DEVICE:-cuda},scalar" --out "$work/epochs"
}

run_part() {
    local part=$1
    shift
    mkdir -p "$work/$part"
    "part_$part" "$@"
}

parts=(devices suite kernels bench sanitizer profile epochs)
part=${1:-}
case " ${parts[*]} all opencl " in
    *" $part "*) ;;
    *) sed -n '2,/^set/p' "$0" | grep '^#' | cut -c3-; exit 2 ;;
esac
[ -n "$part" ] || exit 2
shift
main() {
    if [ "$part" = all ]; then
        for one in "${parts[@]}"; do
            echo "==== $one"
            run_part "$one" "$@"
        done
        tar -C "$work" -czf "$OUT/all.tar.gz" .
    else
        run_part "$part" "$@"
        [ -z "$(ls "$work/$part")" ] || tar -C "$work" -czf "$OUT/$part.tar.gz" "$part"
    fi
    if [ ${#failed[@]} -gt 0 ]; then
        printf '==== not well: %s\n' "$(IFS=,; echo "${failed[*]}")"
        return 1
    fi
    echo "==== all well"
}

main "$@" 2>&1 | tee "$OUT/$part.log"
exit "${PIPESTATUS[0]}"
