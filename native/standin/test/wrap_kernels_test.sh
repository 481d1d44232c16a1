#!/bin/sh
# wrap_kernels.sh finds the kernels of a file, in any layout, and refuses a kernel it would miss.
set -eu
wrap=$(dirname "$0")/../wrap_kernels.sh
folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

cat > "$folder/good.cu" <<'EOF'
/* extern "C" __global__ void in_a_comment() {} ** */
// extern "C" __global__ void in_another() {}
extern "C" __global__ void plain(int a) {}
extern "C"  __global__   void __launch_bounds__(256, 2)
    second(const float* a,
           int b) {}
extern "C" __global__ __launch_bounds__(128) void third() {}
EOF
found=$("$wrap" "$folder/good.cu" | sed -n 's/.*registerKernel<&\([a-z_]*\)>.*/\1/p' | tr '\n' ' ')
if [ "$found" != "plain second third " ]; then
    echo "wrap_kernels.sh found '$found' instead of 'plain second third '" >&2
    exit 1
fi

echo '__global__ void without_c_linkage() {}' > "$folder/bad.cu"
if "$wrap" "$folder/bad.cu" > /dev/null 2> "$folder/message"; then
    echo 'wrap_kernels.sh accepted a kernel without extern "C"' >&2
    exit 1
fi
grep -q '1 uses of __global__ but 0 of the form' "$folder/message"
