package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import jcuda.driver.CUstreamCaptureStatus;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuKernels;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.AnswerCase;
import org.memn2n.testkit.Close;

/** Products by cuBLAS, in the run of the tests that asks for it; the stand-in checks every argument. */
class CublasStandInTest {
    private final List<GpuKernel> launched = new ArrayList<>();
    private CudaDevice device;

    @BeforeEach
    void open() {
        assertThat(CudaLibrary.refusal()).as("initialises the driver").isNull();
        assertThat(CudaProducts.description()).isEqualTo("cuBLAS 13.0 through the bridge");
        device = new CudaDevice(0);
    }

    @AfterEach
    void close() {
        if (device != null) {
            for (String usual : List.of("execution eager", "guard end", "alignment 16")) {
                StandIn.command("set " + usual);
            }
            assertThat(device.allocations()).as("pieces of memory left").isZero();
            assertThat(StandIn.command("get allocations"))
                    .as("pieces that cuBLAS left")
                    .isZero();
            device.close();
        }
    }

    static List<AnswerCase> cases() {
        return List.of(
                new AnswerCase(1, 1, 1, false),
                new AnswerCase(2, 3, 5, false),
                new AnswerCase(5, 3, 2, false),
                new AnswerCase(33, 180, 20, false),
                new AnswerCase(129, 257, 127, false));
    }

    private List<double[]> run(AnswerCase answers) {
        try (Ops ops = new Ops(new GpuKernels(WatchedQueue.of(new CudaQueue(device), launched)))) {
            return answers.run(ops);
        }
    }

    private static long calls() {
        return StandIn.command("get calls cublasSgemm_v2");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreeWithTheReference(AnswerCase answers) {
        long before = calls();
        List<double[]> actual = run(answers);
        assertThat(calls() - before).isEqualTo(3);
        assertThat(launched).as("kernels").isEmpty();
        try (Ops reference = new ScalarBackend(Precision.DOUBLE).newOps()) {
            List<double[]> expected = answers.run(reference);
            for (int i = 0; i < expected.size(); i++) {
                double tolerance = i == 0 ? Close.SINGLE_FORWARD : Close.SINGLE_GRADIENT;
                Close.assertClose(answers + " result " + i, actual.get(i), expected.get(i), tolerance);
            }
        }
    }

    /** Picked rows stay where they are: two products are our kernels', the third has no rows. */
    @Test
    void pickedRowsAreOurs() {
        long before = calls();
        run(new AnswerCase(33, 180, 20, true));
        assertThat(calls() - before).isEqualTo(1);
        assertThat(launched).containsExactly(GpuKernel.MATRIX_NT, GpuKernel.MATRIX_NN, GpuKernel.ROWS_ADD);
    }

    /** The libraries are not asked for nothing: without stories, classes or components our kernels write what is due. */
    @ParameterizedTest
    @CsvSource({"0,3,2", "3,0,2"})
    void nothingIsNotMultiplied(int stories, int classes, int dimension) {
        long before = calls();
        AnswerCase empty = new AnswerCase(stories, classes, dimension, false);
        List<double[]> found = run(empty);
        assertThat(calls()).isEqualTo(before);
        try (Ops reference = new ScalarBackend(Precision.DOUBLE).newOps()) {
            assertThat(found).containsExactlyElementsOf(empty.run(reference));
        }
    }

    /** The end of a handle waits for the device, which would break a capture that another thread is at. */
    @Test
    @Timeout(60)
    void aHandleDoesNotEndWhileAnotherThreadCaptures() throws Exception {
        CudaQueue ending = new CudaQueue(device);
        try (Ops ops = new Ops(new GpuKernels(WatchedQueue.keptOpen(ending)))) {
            new AnswerCase(2, 3, 5, false).run(ops);
        }
        CountDownLatch capturing = new CountDownLatch(1);
        AtomicBoolean captured = new AtomicBoolean();
        Thread other = new Thread(() -> {
            await(capturing);
            ending.close();
        });
        other.start();
        CudaQueue queue = new CudaQueue(device);
        try (Ops ops = new Ops(new GpuKernels(queue));
                Tensor tensor = ops.allocate(Shape.of(4))) {
            for (int step = 0; step < 4; step++) {
                ops.step(() -> {
                    for (int fill = 0; fill < 4; fill++) { // fewer make no graph
                        ops.fill(tensor, fill);
                    }
                    queue.call(
                            () -> {
                                if (isCapturing(queue)) {
                                    captured.set(true);
                                    capturing.countDown();
                                    // Long enough for the other to come to its end, unless it waits for this capture's.
                                    joinFor(other, 300);
                                }
                            },
                            List.of("waits"));
                });
            }
            assertThat(ops.download(tensor).values()).containsOnly(3);
        } finally {
            capturing.countDown();
            other.join();
        }
        assertThat(captured).isTrue();
    }

    private static boolean isCapturing(CudaQueue queue) {
        int[] status = new int[1];
        assertThat(JCudaDriver.cuStreamIsCapturing(queue.stream().handle(), status))
                .isZero();
        return status[0] != CUstreamCaptureStatus.CU_STREAM_CAPTURE_STATUS_NONE;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void joinFor(Thread thread, int milliseconds) {
        try {
            thread.join(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"execution,late", "guard,beginning", "alignment,4"})
    void nothingDependsOn(String setting, String value) {
        AnswerCase answers = new AnswerCase(33, 180, 20, false);
        List<double[]> usual = run(answers);
        StandIn.command("set " + setting + " " + value);
        assertThat(run(answers)).containsExactlyElementsOf(usual);
    }
}
