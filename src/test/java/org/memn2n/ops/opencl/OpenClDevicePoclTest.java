package org.memn2n.ops.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.cl_program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Ops;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.OpsBattery;
import org.memn2n.testkit.RandomInputs;

/** Devices by name, programs and their cache, memory and its lack, and groups of other sizes, on PoCL. */
class OpenClDevicePoclTest {
    private static final String GOOD = "__kernel void twice(__global float* x) { x[get_global_id(0)] *= 2; }";

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        System.clearProperty(OpenClDevice.GROUP);
    }

    private static OpenClDevice open(ProgramCache cache) {
        return new OpenClDevice(OpenClLibrary.devices().get(0), 0, cache);
    }

    private static OpenClDevice open() {
        return open(ProgramCache.ofUser());
    }

    @Test
    void whatWasClosedIsNotUsed() {
        Backend backend = Backends.open("opencl");
        Ops ops = backend.newOps();
        ops.close();
        assertThatThrownBy(() -> ops.allocate(Shape.of(4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("a queue is used after it was closed");
        assertThatThrownBy(() -> ops.step(() -> {})).isInstanceOf(IllegalStateException.class);
        backend.close();
        assertThatThrownBy(backend::newOps)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("the backend is used after it was closed");
    }

    @Test
    void devicesAreOpenedByNumberAndByPartsOfTheirNames() {
        for (String name : List.of("opencl", "opencl:0", "opencl:pocl", "opencl:PTHREAD", "opencl:portable comp")) {
            try (Backend backend = Backends.open(name)) {
                assertThat(backend.name()).isEqualTo("opencl");
                assertThat(backend.device()).startsWith("opencl:0 (").contains("Portable Computing Language");
            }
        }
        assertThatThrownBy(() -> Backends.open("opencl:77"))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("opencl:77: OpenCL devices are numbered from 0 to ");
        assertThatThrownBy(() -> Backends.open("opencl:abacus"))
                .isInstanceOf(DeviceException.class)
                .hasMessageStartingWith(
                        "opencl:abacus: no OpenCL device has this in its name, platform or version; there"
                                + " are: opencl:0 CPU ");
    }

    @Test
    void theBuildKeepsTheSignalsFromPocl() {
        assertThat(KeptSignals.isKept(Path.of("/proc/self/maps")))
                .as("LD_PRELOAD names libjsig")
                .isTrue();
    }

    @Test
    void aListingHasPlatformVersionMemoryAndLimits() {
        assertThat(new OpenClProvider().devices())
                .isNotEmpty()
                .allMatch(
                        line -> line.matches("opencl:\\d+ (GPU|ACCELERATOR|CPU) .*, OpenCL .*, driver .*, \\d+ compute"
                                + " units, \\d+ MiB, buffers up to \\d+ MiB, work-groups up to \\d+, \\d+ KiB local"));
    }

    @Test
    void aProgramThatCannotBeBuiltComesWithItsLog() {
        try (OpenClDevice device = open();
                OpenClPrograms programs = new OpenClPrograms(device, new ProgramCache(null))) {
            String bad = "#line 40 \"planted.cl\"\n__kernel void planted() { int i = no_such_name; }";
            assertThatThrownBy(() -> programs.make("planted.cl", bad))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContainingAll(
                            device.label(),
                            "building the kernels of planted.cl with -cl-std=CL1.2 -DMAX_GROUP=",
                            "CL_BUILD_PROGRAM_FAILURE; its compiler says:",
                            "planted.cl:40",
                            "no_such_name",
                            "Update the driver");
            release(programs.make("good.cl", GOOD));
        }
    }

    private static void release(cl_program program) {
        assertThat(CL.clReleaseProgram(program)).isZero();
    }

    /** A program is kept once; a damaged one, or one that its driver refuses, is built again and kept again. */
    @Test
    void programsAreKeptAndBuiltAgainWhenDamaged() throws IOException {
        ProgramCache cache = new ProgramCache(folder);
        try (OpenClDevice device = open();
                OpenClPrograms programs = new OpenClPrograms(device, cache)) {
            release(programs.make("good.cl", GOOD));
            Path file = onlyFile();
            byte[] kept = Files.readAllBytes(file);

            Files.delete(file);
            cache.write(file.getFileName().toString(), new byte[1000]);
            release(programs.make("good.cl", GOOD));
            assertThat(Files.size(onlyFile()))
                    .as("a refused program is replaced")
                    .isEqualTo(kept.length);

            Files.write(file, "damaged".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            release(programs.make("good.cl", GOOD));
            assertThat(Files.size(onlyFile()))
                    .as("a damaged program is replaced")
                    .isEqualTo(kept.length);

            Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
            release(programs.make("good.cl", GOOD));
            assertThat(Files.getLastModifiedTime(file).toMillis())
                    .as("a good one is used")
                    .isZero();
        }
    }

    private Path onlyFile() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    @Test
    void lackOfMemoryIsTypedAndHarmsNothing() {
        try (OpenClDevice device = open()) {
            try (Ops ops = new GpuBackend(OpenClProvider.NAME, device, () -> new OpenClQueue(device)).newOps();
                    Tensor before = ops.upload(HostTensor.zeros(Shape.of(3)))) {
                long pieces = device.allocations();
                assertThatThrownBy(() -> ops.newKeyValueMemory(1L << 40, 16, Storage.FLOAT32))
                        .isInstanceOf(OutOfDeviceMemoryException.class)
                        .hasMessageContainingAll(
                                device.label() + ": allocating " + (64L << 40) + " bytes beside ",
                                " in use is more than the device has: buffers up to "
                                        + device.hardware().largestBuffer() + " bytes, ",
                                "; use a smaller batch");
                assertThat(device.allocations()).isEqualTo(pieces);
                ops.fill(before, 2);
                assertThat(ops.download(before).values()).containsOnly(2);
            }
            assertThat(device.allocations()).isZero();
            assertThat(device.objects()).isZero();
        }
    }

    @Test
    void memoryOfAnotherBackendOrAfterItsEndIsRefused() {
        try (OpenClDevice device = open();
                OpenClDevice other = open();
                OpenClQueue queue = new OpenClQueue(device);
                OpenClQueue foreign = new OpenClQueue(other)) {
            assertThatThrownBy(() -> queue.zero(foreign.allocate(4), 4))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("was handed to another backend");
            var closed = queue.allocate(4);
            closed.close();
            assertThatThrownBy(() -> queue.zero(closed, 4))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("device memory is used after it was given back");
        }
    }

    /** Kernels are right for groups of any power of two, down to a single work-item. */
    @ParameterizedTest
    @ValueSource(ints = {1, 16})
    void groupsOfOtherSizesAgreeToo(int size) {
        System.setProperty(OpenClDevice.GROUP, Integer.toString(size));
        try (OpenClDevice device = open()) {
            assertThat(device.largestGroup()).isEqualTo(size);
            for (String operation : OpsBattery.names()) {
                OpsBattery.compare(
                        operation,
                        () -> new GpuBackend(OpenClProvider.NAME, device, () -> new OpenClQueue(device)).newOps(),
                        RandomInputs.sizes()[3],
                        RandomInputs.sizes()[7]);
            }
        }
    }

    @Test
    void aGroupWithoutWorkItemsIsRefused() {
        System.setProperty(OpenClDevice.GROUP, "0");
        assertThatThrownBy(OpenClDevicePoclTest::open)
                .isInstanceOf(DeviceException.class)
                .hasMessage("-Dmemn2n.opencl.group takes 1 or more, found 0");
    }
}
