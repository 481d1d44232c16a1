#!/usr/bin/env bash
# Tests and measures memn2n on this machine's GPU, from the carried folder that this file lies in.
#
#   ./run.sh PART [ARGUMENT ...]
#
#   devices                what the driver and memn2n say of the GPU
#   suite                  the contract of all operations and the golden networks, on the GPU, with our matrix products and cuBLAS's
#   kernels                every operation alone: GB/s, share of a device copy, GFLOP/s; matrix products in both ways
#   bench [S,M,L,LM,KV]    whole networks, and shared memories, against PyTorch on the same GPU (default: S,M); a call of its own
#                          for each two shapes keeps below ten minutes
#   sanitizer              compute-sanitizer over the operations: memcheck, racecheck, initcheck, synccheck
#   profile [OPERATION..]  ncu on these operations, or on the two with the most time to gain by "kernels", which is run first if need be
#   epochs                 epochs of bAbI task 1, and a training to its test error, when the data was carried (pack with --data)
#   ptb [3-100,6-150,..]   the paper's language models on the Penn Treebank, when the text was carried (pack with --text)
#   all                    all of these in this order, each with a LIMIT of its own
#   opencl [S,M,L,LM]      the contract on OpenCL, every operation alone, and whole networks beside CUDA; not in "all", for it needs
#                          an OpenCL driver
#
# Logs and results go to $OUT (default: ./out): PART.log, and PART.tar.gz with the files that PART wrote, if any. Each step has a limit of
# its own; all steps of a PART together have LIMIT seconds (default 560). What "ptb" has trained is in $OUT/ptb-work.tar.gz.aa, .ab, ...,
# pieces of 15 MB: laid beside this file before another call, training goes on from there.
# Also read: ROUNDS (3), SECONDS_EACH (0.5), PEER_LIMIT (100), DEVICE (cuda), DEVICES (cuda; of bench and epochs, such as cuda,simd),
# THREADS (all cores, for simd), RESTARTS and SEED (1, for ptb), PYTHON (python3), OPTIONS (for Java, such as -Dmemn2n.cuda.graphs=off).
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
# A toolkit that the loader does not know: cuBLAS is looked for where it is usually installed, and beside Python's PyTorch.
packages=$("${PYTHON:-python3}" -c 'import site, sys; print("\n".join(site.getsitepackages() + sys.path))' 2>/dev/null || true)
while read -r folder; do
    if compgen -G "$folder/libcublas.so.1[23]" >/dev/null; then
        export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$folder
        break
    fi
done < <(
    printf '%s\n' /usr/local/cuda*/lib64 /usr/local/cuda*/targets/x86_64-linux/lib
    while read -r site; do
        [ -z "$site" ] || printf '%s\n' "$site"/nvidia/*/lib
    done <<<"$packages"
)
PATH=$PATH:/usr/sbin:/sbin # of ldconfig
for folder in /usr/local/cuda*/bin /opt/nvidia/nsight-compute/*/; do
    [ -d "$folder" ] && PATH=$PATH:$folder
done
# Kernels that the driver compiles once are found again, whatever the home folder allows.
export CUDA_CACHE_PATH=${CUDA_CACHE_PATH:-$work/cuda-cache} CUDA_CACHE_MAXSIZE=${CUDA_CACHE_MAXSIZE:-1073741824}
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
# The same by the names that the build has for tests of devices; those of fused passes ask for nothing but a CUDA device.
scan=(--scan-classpath "$here/tests/classes" --include-classname)
contract='.*\.(ExpectedDevicesTest|GoldenTest|[A-Za-z]*ContractTest)'
fused='.*\.(ExpectedDevicesTest|GoldenTest|[A-Za-z]*ContractTest|Gpu(Hop|Story)StandInTest)'

part_devices() {
    need nvidia-smi && step 30 nvidia-smi nvidia-smi
    step 30 "java -version" "${java[@]}" -version
    step 60 "memn2n devices" "${java[@]}" -jar "$here/jars/memn2n-cli.jar" devices
}

part_suite() {
    local products classes
    for products in own cublas; do
        classes=$fused
        [ $products = own ] || classes=$contract # those of fused passes count our own launches
        step 270 "contract, golden networks, expected devices; matrix products: $products" \
            "${tests[0]}" -Dmemn2n.products=$products -Dmemn2n.expected.products="$([ $products = own ] && echo 'own kernels' || echo cuBLAS)" \
            "${tests[@]:1}" "${scan[@]}" "$classes"
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
    local shapes=${1:-S,M}
    step 540 "networks $shapes" "${bench[@]}" networks --shapes "$shapes" --modes forward,train,train+batch --devices "${DEVICES:-cuda}" \
        --threads "${THREADS:-$(nproc)}" --peers "${PEERS-torch-gpu}" --python "${PYTHON:-python3}" --rounds "${ROUNDS:-3}" \
        --seconds "${SECONDS_EACH:-0.5}" --peer-limit "${PEER_LIMIT:-100}" --out "$work/bench/${shapes//,/-}"
}

# sanitize SECONDS TOOL NAME METHOD...: these tests under a tool of compute-sanitizer.
sanitize() {
    local seconds=$1 tool=$2 log="$work/sanitizer/$2-$3.log" name="$2, $3" method
    local -a selected=()
    shift 3
    for method in "$@"; do
        selected+=(--select-method "org.memn2n.ops.$method(java.lang.String)")
    done
    step "$seconds" "$name" compute-sanitizer --tool "$tool" --target-processes all --error-exitcode 9 --print-limit 20 \
        "${tests[0]}" -Dmemn2n.products=own "${tests[@]:1}" "${selected[@]}" >"$log" 2>&1
    tail -n 12 "$log"
}

# All operations at one ragged size, twice over, and products of wide tiles; then memories at every edge of their tiles; memcheck
# also sees every size of the contract.
part_sanitizer() {
    need compute-sanitizer || return
    local tool
    for tool in memcheck racecheck initcheck synccheck; do
        sanitize 100 "$tool" operations 'OpsContractTest#givesTheSameBitsTwice' 'LargeProductsContractTest#wideTilesAndSplits'
    done
    for tool in racecheck memcheck; do
        sanitize 120 "$tool" memories 'AttendContractTest#agreesWithTheReference'
    done
    sanitize 200 memcheck all-sizes 'OpsContractTest#agreesWithTheReference'
}

part_profile() {
    need ncu || return
    local operation
    local -a operations=("$@")
    if [ ${#operations[@]} -eq 0 ]; then
        if [ ! -f "$work/kernels/slowest.txt" ]; then
            echo "== no results of kernels here yet: measuring them first"
            mkdir -p "$work/kernels"
            part_kernels
            tar -C "$work" -czf "$OUT/kernels.tar.gz" kernels
        fi
        mapfile -t operations < <(head -n 2 "$work/kernels/slowest.txt")
    fi
    for operation in "${operations[@]}"; do
        step 200 "ncu $operation" ncu --target-processes all --clock-control none --set full --launch-count 80 -f \
            -o "$work/profile/$operation" "${bench[@]}" kernels --device cuda --operations "$operation" --only-run 2
        step 60 "ncu $operation, in words" ncu --import "$work/profile/$operation.ncu-rep" --page details >"$work/profile/$operation.txt"
        grep -E 'Context|Duration|Memory Throughput|DRAM Throughput|Compute \(SM\) Throughput|Registers Per|Achieved Occ' \
            "$work/profile/$operation.txt" | tail -n 60
    done
}

# A machine may have the driver and neither a loader nor the file that leads to the driver: both are made good.
find_opencl() {
    local driver
    if [ -z "$(ldconfig -p | sed -n '/libOpenCL\.so\.1/p')" ] && [ -f "$here/loader/libOpenCL.so.1" ]; then
        export LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$here/loader
        echo "== the loader of OpenCL is the carried one"
    fi
    if ! compgen -G '/etc/OpenCL/vendors/*.icd' >/dev/null; then
        driver=$({ ldconfig -p | sed -n 's/.*libnvidia-opencl\.so\.1.*=> //p'; ls /usr/local/nvidia/lib*/libnvidia-opencl.so.1; } 2>/dev/null | head -n 1)
        if [ -n "$driver" ]; then
            mkdir -p "$work/vendors"
            echo "$driver" >"$work/vendors/nvidia.icd"
            export OCL_ICD_VENDORS=$work/vendors
            echo "== the driver of OpenCL is $driver"
        fi
    fi
}

part_opencl() {
    find_opencl
    step 270 "contract, golden networks, expected devices on OpenCL" "${tests[@]}" "${scan[@]}" "$contract"
    step 120 "operations on OpenCL" "${bench[@]}" kernels --device opencl --seconds "${SECONDS_EACH:-0.2}" --sizes "${SIZES:-large}" \
        --out "$work/opencl/kernels"
    step 160 "networks on OpenCL" "${bench[@]}" networks --shapes "${1:-S,M}" --devices "${DEVICES:-opencl,cuda}" \
        --rounds "${ROUNDS:-3}" --seconds "${SECONDS_EACH:-0.5}" --out "$work/opencl/bench"
}

# carried KIND OPTION: the one file of this kind of data, in $archive.
carried() {
    archive=$(find "$here/data/$1" -type f 2>/dev/null | head -n 1)
    [ -n "$archive" ] || { echo "== no data was carried (pack with $2 ARCHIVE)"; return 1; }
}

part_epochs() {
    local archive
    carried babi --data || return
    step 300 epochs "${bench[@]}" epochs --data "$archive" --devices "${DEVICES:-cuda},scalar" --threads "${THREADS:-$(nproc)}" \
        --out "$work/epochs"
    rm -rf "$work/epochs/qa1"
    step 120 "training on task 1" "${java[@]}" -jar "$here/jars/memn2n-cli.jar" train --data "$archive" --task 1 --device "${DEVICE:-cuda}" \
        --out "$work/epochs/qa1" &&
        step 60 "its test error" "${java[@]}" -jar "$here/jars/memn2n-cli.jar" eval --model "$work/epochs/qa1" --data "$archive" \
            --device "${DEVICE:-cuda}"
}

part_ptb() {
    local archive
    carried text --text || return
    if [ ! -e "$work/ptb/work" ] && compgen -G "$here/ptb-work.tar.gz.*" >/dev/null; then
        cat "$here"/ptb-work.tar.gz.* | tar -C "$work" -xz && echo "== going on from what was carried"
    fi
    step 540 "Penn Treebank" "${bench[@]}" reproduce ptb --data "$archive" --device "${DEVICE:-cuda}" \
        --models "${1:-3-100,6-150,7-200}" --restarts "${RESTARTS:-1}" --seed "${SEED:-1}" --work "$work/ptb/work" --out "$work/ptb/report"
    "${bench[@]}" reproduce ptb --report-only --data "$archive" --models "${1:-3-100,6-150,7-200}" --work "$work/ptb/work" \
        --out "$work/ptb/report" >/dev/null
    rm -f "$OUT"/ptb-work.tar.gz.*
    tar -C "$work" -cz ptb/work | split -b 15m - "$OUT/ptb-work.tar.gz."
}

# run_part PART [ARGUMENT ...]: runs it with a limit of its own and archives what it wrote; trained weights go their own way.
run_part() {
    local part=$1
    shift
    started=$SECONDS
    mkdir -p "$work/$part"
    "part_$part" "$@"
    [ -z "$(ls "$work/$part")" ] || tar -C "$work" --exclude='*.safetensors' -czf "$OUT/$part.tar.gz" "$part"
}

parts=(devices suite kernels bench sanitizer profile epochs ptb)
part=${1:-}
case " ${parts[*]} all opencl " in
    *" $part "*) ;;
    *) sed -n '2,/^set/p' "$0" | grep '^#' | cut -c3-; exit 2 ;;
esac
[ -n "$part" ] || exit 2
shift
main() {
    echo "==== memn2n $commit$([ "$dirty" = true ] && echo ' and more'), $part"
    if [ "$part" = all ]; then
        for one in "${parts[@]}"; do
            echo "==== $one"
            run_part "$one"
        done
    else
        run_part "$part" "$@"
    fi
    if [ ${#failed[@]} -gt 0 ]; then
        printf '==== not well: %s\n' "$(IFS=,; echo "${failed[*]}")"
        return 1
    fi
    echo "==== all well"
}

main "$@" 2>&1 | tee "$OUT/$part.log"
exit "${PIPESTATUS[0]}"
