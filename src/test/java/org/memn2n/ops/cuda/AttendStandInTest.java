package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.memn2n.SharedMemory;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Ops;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.AttendCase;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** Large memories on the stand-in of the driver: orders of threads, lack of memory, leaks, and kernels that come late. */
class AttendStandInTest {
    /** Every kernel, with several tiles and splits; d such that one, two and four warps work together. */
    private static final List<AttendCase> CASES = List.of(
            new AttendCase(700, 1, 20, Storage.FLOAT32),
            new AttendCase(140, 1, 1030, Storage.BFLOAT16),
            new AttendCase(130, 8, 130, Storage.BFLOAT16),
            new AttendCase(70, 5, 1000, Storage.FLOAT32),
            new AttendCase(150, 16, 60, Storage.FLOAT32),
            new AttendCase(150, 16, 130, Storage.FLOAT32),
            new AttendCase(70, 12, 300, Storage.BFLOAT16),
            new AttendCase(300, 20, 131, Storage.FLOAT32),
            new AttendCase(600, 40, 20, Storage.BFLOAT16));

    private GpuBackend cuda = CudaTrainings.open();

    @BeforeEach
    void nothingIsInUse() {
        assertThat(cuda.counted().allocations()).isZero();
    }

    @AfterEach
    void everythingIsGivenBack() {
        StandIn.command("forget");
        StandIn.command("set thread_order forward");
        StandIn.command("set block_order forward");
        StandIn.command("set guard end");
        StandIn.command("set execution eager");
        assertThat(cuda.counted().allocations()).isZero();
        assertThat(cuda.counted().bytes()).isZero();
        cuda.close();
    }

    private List<double[]> results() {
        List<double[]> results = new ArrayList<>();
        try (Ops ops = cuda.newOps()) {
            for (AttendCase attended : CASES) {
                results.addAll(attended.attend(ops, 7));
            }
            results.addAll(CASES.get(0).topSlots(ops, 9, 7));
            results.addAll(CASES.get(6).topSlots(ops, 60, 7));
        }
        return results;
    }

    @ParameterizedTest
    @CsvSource({
        "thread_order,reverse",
        "thread_order,random:1",
        "thread_order,random:2",
        "block_order,reverse",
        "block_order,random:3",
        "guard,beginning",
        "execution,late"
    })
    void nothingDependsOn(String setting, String value) {
        List<double[]> usual = results();
        StandIn.command("set " + setting + " " + value);
        List<double[]> other = results();
        for (int i = 0; i < usual.size(); i++) {
            assertThat(other.get(i)).as("result " + i).isEqualTo(usual.get(i));
        }
    }

    /** Keys and values of 17 MB each: an upload takes 16 MiB. */
    @Test
    void aMemoryOfSeveralPiecesIsThatOfTheReference() {
        int slots = 33_000;
        RandomInputs inputs = new RandomInputs(4);
        HostTensor rows = inputs.tensor(slots, 128);
        HostTensor queries = inputs.scaled(0.05, 2, 128);
        try (Ops ops = cuda.newOps();
                Ops reference = new ScalarBackend(Precision.DOUBLE).newOps();
                KeyValueMemory memory = ops.newKeyValueMemory(slots, 128, Storage.FLOAT32);
                KeyValueMemory expected = reference.newKeyValueMemory(slots, 128, Storage.FLOAT32)) {
            ops.store(memory, 0, rows, rows);
            reference.store(expected, 0, rows, rows);
            List<double[]> found = AttendCase.attend(ops, memory, queries);
            List<double[]> right = AttendCase.attend(reference, expected, queries);
            Close.assertClose("result", found.get(0), right.get(0), Close.SINGLE_FORWARD);
            Close.assertClose("logSums", found.get(1), right.get(1), Close.SINGLE_FORWARD);
        }
    }

    @Test
    void lackOfMemoryIsSaidAndHarmsNothing() {
        try (Ops ops = cuda.newOps()) {
            long before = cuda.counted().allocations();
            for (int call = 1; call <= 2; call++) {
                StandIn.fail("cuMemAlloc_v2", call, "CUDA_ERROR_OUT_OF_MEMORY");
                assertThatThrownBy(() -> ops.newKeyValueMemory(1000, 20, Storage.FLOAT32))
                        .isInstanceOf(OutOfDeviceMemoryException.class)
                        .hasMessageContaining("allocating 80000 bytes");
                assertThat(cuda.counted().allocations()).isEqualTo(before);
            }
            AttendCase attended = new AttendCase(100, 3, 20, Storage.BFLOAT16);
            List<double[]> usual = attended.attend(ops, 5);
            try (Ops other = cuda.newOps()) {
                // After keys, values, queries, result and logSums come maxima, sums and results of the splits, which
                // stay.
                for (int call : new int[] {6, 7, 7}) {
                    StandIn.fail("cuMemAlloc_v2", call, "CUDA_ERROR_OUT_OF_MEMORY");
                    assertThatThrownBy(() -> attended.attend(other, 5)).isInstanceOf(OutOfDeviceMemoryException.class);
                }
                StandIn.command("forget");
                assertThat(attended.attend(other, 5)).usingRecursiveComparison().isEqualTo(usual);
            }
        }
    }

    /** Opening the device does not compile them; a driver that refuses them says so when they are needed, each time. */
    @Test
    void kernelsComeWhenTheyAreNeeded() {
        AttendCase attended = new AttendCase(10, 1, 3, Storage.FLOAT32);
        try (Ops ops = cuda.newOps()) {
            StandIn.fail("cuModuleLoadData", 1, "CUDA_ERROR_INVALID_PTX");
            assertThatThrownBy(() -> attended.attend(ops, 1))
                    .isInstanceOf(DeviceException.class)
                    .hasMessageContaining("loading the kernels of attend.ptx failed with CUDA_ERROR_INVALID_PTX");
            StandIn.fail("cuModuleLoadData", 2, "CUDA_ERROR_INVALID_PTX");
            assertThat(attended.attend(ops, 1).get(0)).doesNotContain(Double.NaN);
            assertThat(attended.attend(ops, 1).get(0)).as("loaded once").doesNotContain(Double.NaN);
        }
    }

    @Test
    void theLibraryClassGivesEverythingBack() {
        RandomInputs inputs = new RandomInputs(6);
        HostTensor rows = inputs.tensor(50, 7);
        try (SharedMemory memory = SharedMemory.of(cuda, rows, rows, Storage.FLOAT32)) {
            SharedMemory.Reading reading = memory.read(inputs.tensor(20, 7));
            assertThat(reading.results().shape()).isEqualTo(Shape.of(20, 7));
            assertThat(memory.topSlots(new float[7], 3))
                    .extracting(SharedMemory.SlotWeight::slot)
                    .containsExactly(0L, 1L, 2L);
            assertThat(cuda.counted().allocations()).isPositive();
        }
        assertThat(cuda.counted().allocations()).isZero();
        try (SharedMemory.Builder builder = SharedMemory.builder(cuda, 50, 7, Storage.FLOAT32)) {
            assertThatThrownBy(() -> builder.add(inputs.tensor(50, 8), rows))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(cuda.counted().allocations()).isZero();
        assertThatThrownBy(() -> SharedMemory.of(cuda, rows, inputs.tensor(50, 8), Storage.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(cuda.counted().allocations()).isZero();
    }

    @Test
    void aLeakIsNoticed() {
        try (Ops ops = cuda.newOps()) {
            KeyValueMemory memory = ops.newKeyValueMemory(10, 4, Storage.FLOAT32);
            assertThat(cuda.counted().bytes()).isEqualTo(2L * 10 * 16);
            memory.close();
            memory.close();
            assertThat(cuda.counted().allocations()).isZero();
            Tensor tensor = ops.allocate(Shape.of(1));
            assertThat(cuda.counted().allocations()).isEqualTo(1);
            tensor.close();
        }
    }
}
