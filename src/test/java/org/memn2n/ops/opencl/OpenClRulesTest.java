package org.memn2n.ops.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;

/** What is decided without a device: which device can be used, how large groups are, and what a status means. */
class OpenClRulesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "OpenCL 1.1 x, cl_khr_fp64, true, 65536, OpenCL 1.1 x",
        "OpenCL 1.2 x, cl_khr_fp64, false, 65536, no compiler",
        "OpenCL 1.2 x, cl_khr_fp64_not cl_khr_icd, true, 65536, lacks the extension cl_khr_fp64",
        "OpenCL 3.0 x, cl_khr_icd cl_khr_fp64, true, 16384, 16384 bytes of local memory",
    })
    void whatADeviceLacksIsNamedWithARemedy(
            String version, String extensions, boolean compiler, long localBytes, String reason) {
        assertThat(OpenClHardware.refusal(version, extensions, compiler, localBytes))
                .contains(reason)
                .containsPattern("; (use another device|install .* driver)$");
    }

    @Test
    void aDeviceThatHasAllCanBeUsed() {
        assertThat(OpenClHardware.refusal("OpenCL 1.2 x", "cl_khr_icd cl_khr_fp64", true, 32768))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"256, 64, 4096, 64", "64, 256, 4096, 64", "512, 256, 200, 128", "32, 1, 4096, 1", "16, 16, 0, 1"})
    void groupsAreTheLargestPowerOfTwoThatAllAllow(int catalogued, int largest, long own, int expected) {
        assertThat(OpenClKernel.groupSize(catalogued, largest, own)).isEqualTo(expected);
    }

    private static OpenClHardware hardware(String name, OpenClHardware.Kind kind, @Nullable String refusal) {
        return new OpenClHardware(
                new cl_platform_id(),
                new cl_device_id(),
                kind,
                name,
                "a platform",
                "OpenCL 3.0",
                "1",
                8,
                1L << 30,
                1L << 28,
                32768,
                256,
                refusal);
    }

    /** Number 0 is what is opened by default, so it must be one that can be. */
    @Test
    void whatCanBeUsedComesFirst() {
        OpenClHardware cpu = hardware("cpu", OpenClHardware.Kind.CPU, null);
        OpenClHardware weak = hardware("integrated", OpenClHardware.Kind.GPU, "it lacks something");
        OpenClHardware gpu = hardware("discrete", OpenClHardware.Kind.GPU, null);
        OpenClHardware weakCpu = hardware("old", OpenClHardware.Kind.CPU, "it is old");
        assertThat(OpenClHardware.numbered(List.of(weakCpu, cpu, weak, gpu))).containsExactly(gpu, cpu, weak, weakCpu);
    }

    @Test
    void aBrokenPlatformDoesNotTakeTheOthersWithIt() {
        OpenClHardware gpu = hardware("gpu", OpenClHardware.Kind.GPU, null);
        Function<String, List<OpenClHardware>> devices = platform -> {
            if (platform.startsWith("broken")) {
                throw new DeviceException(platform);
            }
            return platform.isEmpty() ? List.of() : List.of(gpu);
        };
        assertThat(OpenClHardware.ofWorking(List.of("broken", "", "good"), devices))
                .containsExactly(gpu);
        assertThat(OpenClHardware.ofWorking(List.of(""), devices)).isEmpty();
        assertThatThrownBy(() -> OpenClHardware.ofWorking(List.of("", "broken 1", "broken 2"), devices))
                .isInstanceOf(DeviceException.class)
                .hasMessage("broken 1");
    }

    @Test
    void aDeviceIsCalledWhatItIsSoldAs() {
        OpenClHardware amd =
                hardware(OpenClHardware.named("AMD Radeon RX 6800", "gfx1030"), OpenClHardware.Kind.GPU, null);
        assertThat(amd.label()).startsWith("AMD Radeon RX 6800 (gfx1030), ");
        assertThat(amd.isCalled("radeon")).isTrue();
        assertThat(amd.isCalled("gfx1030")).isTrue();
        assertThat(OpenClHardware.named("", "x")).isEqualTo("x");
        assertThat(OpenClHardware.named("x", "x")).isEqualTo("x");
    }

    @Test
    void successIsNoError() {
        assertThatCode(() -> OpenClCalls.check(CL.CL_SUCCESS, "opencl:0", "reading"))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_HOST_MEMORY, CL.CL_INVALID_BUFFER_SIZE})
    void lackOfMemoryIsATypeOfItsOwn(int status) {
        assertThatThrownBy(() -> OpenClCalls.check(status, "opencl:0 (x)", "allocating 7 bytes"))
                .isInstanceOf(OutOfDeviceMemoryException.class)
                .hasMessageMatching(
                        "opencl:0 \\(x\\): allocating 7 bytes failed with CL_\\w+; use a smaller batch, .*");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                CL.CL_DEVICE_NOT_AVAILABLE,
                CL.CL_INVALID_COMMAND_QUEUE,
                CL.CL_INVALID_CONTEXT,
                CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST
            })
    void aLostDeviceIsCalledLost(int status) {
        assertThatThrownBy(() -> OpenClCalls.check(status, "opencl:0 (x)", "waiting"))
                .isExactlyInstanceOf(DeviceException.class)
                .hasMessageMatching("opencl:0 \\(x\\): waiting failed with CL_\\w+; the device is lost to this process:"
                        + " start it again, .*");
    }

    @Test
    void anyOtherStatusIsNamed() {
        assertThatThrownBy(() -> OpenClCalls.check(CL.CL_INVALID_KERNEL_ARGS, "opencl:0", "launching kernel fill"))
                .isExactlyInstanceOf(DeviceException.class)
                .hasMessageStartingWith("opencl:0: launching kernel fill failed with CL_INVALID_KERNEL_ARGS; ");
        assertThatThrownBy(() -> OpenClCalls.check(CL.CL_OUT_OF_RESOURCES, "opencl:0", "launching kernel fill"))
                .hasMessageContaining("lacks memory or registers")
                .hasMessageContaining("start this program again");
    }

    @Test
    void entriesOfDriversAreReported() throws IOException {
        assertThat(IcdEntries.report(folder, null))
                .isEqualTo(" (drivers are looked for in " + folder + ", where there is none)");
        Path entry = Files.writeString(folder.resolve("x.icd"), "libx.so\n");
        Files.writeString(folder.resolve("readme.txt"), "no entry");
        assertThat(IcdEntries.report(folder, null)).endsWith(" missing or broken: x.icd -> libx.so)");
        assertThat(IcdEntries.report(entry, "y"))
                .contains(entry + ", named by OCL_ICD_VENDORS led to no device")
                .endsWith(": x.icd -> libx.so)");
        assertThat(IcdEntries.report(folder.resolve("none"), null)).endsWith(", which cannot be read)");
        assertThat(IcdEntries.report(Map.of(IcdEntries.VARIABLE, folder.toString())))
                .isEqualTo(IcdEntries.report(folder, "y"));
        assertThat(IcdEntries.report(Map.of(IcdEntries.VARIABLE, "")))
                .as("empty is as if it were missing")
                .isEqualTo(IcdEntries.report(Map.of()))
                .doesNotContain("named by");
    }

    @ParameterizedTest
    @CsvSource({
        "libpocl.so.2.10.0, true",
        "/opt/x/libpocl.so, true",
        "/opt/intel/libintelocl.so, true",
        "libnvidia-opencl.so.1, false",
        "libmypocl.so, false",
        "/opt/libpocl/libamdocl64.so, false",
        "'', false",
    })
    void driversForCpusAloneAreKnownByTheirLibraries(String library, boolean cpus) throws IOException {
        assertThat(IcdEntries.onlyForCpus(folder, Map.of())).as("no driver").isNull();
        Path entry = Files.writeString(folder.resolve("x.icd"), library + "\n");
        String expected = cpus ? "x.icd -> " + library : null;
        assertThat(IcdEntries.onlyForCpus(folder, Map.of())).isEqualTo(expected);
        assertThat(IcdEntries.onlyForCpus(entry, Map.of())).isEqualTo(expected);
        for (String other : List.of("OPENCL_VENDOR_PATH", "OCL_ICD_FILENAMES")) {
            assertThat(IcdEntries.onlyForCpus(folder, Map.of(other, "libx.so"))).isNull();
        }
        Files.writeString(folder.resolve("y.icd"), "libnvidia-opencl.so.1\n");
        assertThat(IcdEntries.onlyForCpus(folder, Map.of())).isNull();
        assertThat(IcdEntries.onlyForCpus(folder.resolve("none"), Map.of())).isNull();
    }

    @Test
    void signalsAreKeptByALibraryInTheProcess() throws IOException {
        Path maps = Files.writeString(folder.resolve("maps"), "7f00-7f01 r-xp 0 fe:00 1 /usr/lib/libjava.so\n");
        assertThat(KeptSignals.isKept(maps)).isFalse();
        Files.writeString(maps, "7f00-7f01 r-xp 0 fe:00 1 /opt/jdk/lib/libjsig.so\n", StandardOpenOption.APPEND);
        assertThat(KeptSignals.isKept(maps)).isTrue();
        assertThat(KeptSignals.isKept(folder.resolve("none"))).isTrue();
    }

    @Test
    void headersArePutInOnceWithLinesOfTheirOwn() {
        String text = KernelText.read("matrix_wide");
        assertThat(text).doesNotContain("#include");
        assertThat(text.split("inline int group_size", -1))
                .as("common.clh once")
                .hasSize(2);
        assertThat(text)
                .contains("#line 1 \"matrix_wide.cl\"\n/*\n", "#line 1 \"product.clh\"\n", "#line 1 \"common.clh\"\n")
                .containsPattern("#line \\d+ \"matrix_wide.cl\"\n\n/\\* The group's tile and split");
        assertThatThrownBy(() -> KernelText.read("planted"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("planted.cl; build it again");
    }
}
