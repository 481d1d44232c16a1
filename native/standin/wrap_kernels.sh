#!/bin/sh
# Writes the C++ file that compiles one kernel file for the stand-in and registers its kernels.
# Usage: wrap_kernels.sh FILE.cu > FILE.cpp
# Finds every   extern "C" __global__ [__launch_bounds__(...)] void [__launch_bounds__(...)] name(   outside comments.
set -eu
export LC_ALL=C
source=$1
section=memn2n_shared_$(basename "$source" .cu | tr -c 'A-Za-z0-9\n' '_')

# Comments go first, so that a kernel that is only talked about is not registered.
text=$(sed 's://.*$::' "$source" | tr '\n\t\r' '   ' | sed 's:/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/: :g')
names=$(printf '%s' "$text" \
    | sed 's/__launch_bounds__ *([^)]*)/ /g' \
    | grep -o 'extern *"C" *__global__  *void  *[A-Za-z_][A-Za-z0-9_]* *(' \
    | sed 's/ *($//; s/.* //') || true
found=$(printf '%s\n' "$names" | grep -c . || true)
marked=$(printf '%s' "$text" | grep -o '__global__' | grep -c . || true)
if [ "$found" -ne "$marked" ]; then
    echo "$source: $marked uses of __global__ but $found of the form 'extern \"C\" __global__ void name('" >&2
    exit 1
fi

echo "#define MEMN2N_SHARED_SECTION \"$section\""
echo '#include "shim.h"'
echo '#include "kernel_table.h"'
# Internal linkage: equal names in two kernel files do not meet, and shared variables of inline functions get no
# group of their own, which the section attribute could not take.
echo 'namespace {'
echo "#include \"$(realpath "$source")\""
echo '}'
echo "extern \"C\" __attribute__((weak, visibility(\"hidden\"))) char __start_$section[], __stop_$section[];"
echo '[[maybe_unused]] static const bool registered[] = {true,'
for name in $names; do
    echo "    standin::registerKernel<&$name>(\"$name\", __start_$section, __stop_$section),"
done
echo '};'
