#!/usr/bin/env bash
# Packs a folder that tests and measures memn2n on a Linux x86-64 machine with a GPU, which needs neither Java nor Maven nor a
# network: a Java runtime, the jars, the compiled tests of the devices, the peers, and run.sh.
#
#   ./memn2n bench pack --out DIR [--data ARCHIVE] [--text ARCHIVE] [--no-archive]
#
# DIR must not exist. Beside it DIR.tar.gz is written. The archives of --data, bAbI's, and --text, the Penn Treebank's, are carried
# along for "run.sh epochs" and "run.sh ptb": they are yours to carry, not to publish.
set -euo pipefail
home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
junit=6.1.3
assertj=3.27.7
dependency_plugin=org.apache.maven.plugins:maven-dependency-plugin:3.6.1

usage() {
    echo "usage: ./memn2n bench pack --out DIR [--data ARCHIVE] [--text ARCHIVE] [--no-archive]" >&2
    exit 2
}

out='' data='' text='' archive=yes
while [ $# -gt 0 ]; do
    case $1 in
        --out) out=${2:?}; shift 2 ;;
        --data) data=${2:?}; shift 2 ;;
        --text) text=${2:?}; shift 2 ;;
        --no-archive) archive=no; shift ;;
        *) usage ;;
    esac
done
[ -n "$out" ] || usage
if [ -e "$out" ]; then
    echo "$out is there already; name a new folder, or delete it" >&2
    exit 2
fi
java_home=$(dirname "$(dirname "${MEMN2N_PACK_JAVA:?set by ./memn2n}")")
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$java_home/release")
if [ "${version:-0}" -lt 25 ]; then
    echo "the carried runtime is made from JDK 25 or newer; found ${version:-none} in $java_home: install one, or name it with MEMN2N_JAVA" >&2
    exit 2
fi
for carried in "$data" "$text"; do
    [ -z "$carried" ] || [ -f "$carried" ] || { echo "$carried is no file" >&2; exit 2; }
done
# The jars are new, ./memn2n sees to it; the tests must be of the same sources.
mvn -q -B -ntp -f "$home/pom.xml" -Dspotless.check.skip=true test-compile >&2
for needed in "$home/target/test-classes/org/memn2n/ops/OpsContractTest.class" "$home/benchmarks/target/memn2n-benchmarks.jar"; do
    [ -f "$needed" ] || { echo "$needed is missing: run 'mvn -B -DskipTests package' in $home" >&2; exit 2; }
done

mkdir -p "$out/jars" "$out/tests" "$out/peers"
cp "$home/target/memn2n-cli.jar" "$home/benchmarks/target/memn2n-benchmarks.jar" "$out/jars/"
if [ -d "$home/benchmarks/target/lib" ]; then
    cp "$home/benchmarks/target/lib/"*.jar "$out/jars/"
fi
cp "$home/benchmarks/peers/"*.py "$home/benchmarks/peers/SPEC.md" "$out/peers/"
cp "$home/benchmarks/pack/run.sh" "$out/"
(cd "$home/target/test-classes" && tar -cf - .) | (mkdir -p "$out/tests/classes" && tar -xf - -C "$out/tests/classes")
for artifact in "org.junit.platform:junit-platform-console-standalone:$junit" "org.assertj:assertj-core:$assertj"; do
    mvn -q -B -ntp "$dependency_plugin:copy" -Dartifact="$artifact" -DoutputDirectory="$(readlink -f "$out/tests")" >&2
done
if [ -n "$data" ]; then
    mkdir -p "$out/data/babi"
    cp "$data" "$out/data/babi/"
fi
if [ -n "$text" ]; then
    mkdir -p "$out/data/text"
    cp "$text" "$out/data/text/"
fi
# For "run.sh opencl" on machines with a driver and no loader of OpenCL.
loader=$(PATH=$PATH:/usr/sbin:/sbin ldconfig -p | sed -n 's/.*libOpenCL\.so\.1 (.*x86-64.*=> //p' | head -n 1) || true
if [ -n "$loader" ]; then
    mkdir "$out/loader"
    cp -L "$loader" "$out/loader/libOpenCL.so.1"
fi
{
    echo "commit=${MEMN2N_PACK_COMMIT:?set by ./memn2n}"
    echo "dirty=${MEMN2N_PACK_DIRTY:?set by ./memn2n}"
} >"$out/version"

modules=java.base,java.logging,java.management,java.naming,java.sql,java.xml,jdk.management,jdk.unsupported,jdk.incubator.vector
"$java_home/bin/jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=zip-6 \
    --output "$out/runtime" 2>&1 | grep -v 'Using incubator modules' >&2 || true
[ -x "$out/runtime/bin/java" ] || { echo "jlink made no runtime" >&2; exit 1; }
du -sh "$out" | cut -f1 | sed "s|.*|packed & into $out|" >&2
if [ "$archive" = yes ]; then
    tar -C "$(dirname "$out")" -czf "$out.tar.gz" "$(basename "$out")"
    echo "$out.tar.gz: $(du -h --apparent-size "$out.tar.gz" | cut -f1)" >&2
fi
