package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.Batch;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.ops.gpu.GpuBuffer;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingJob;

/** Steps that are replayed as graphs: the same bits, fewer calls, nothing old used, nothing left. */
class StepsStandInTest {
    private final GpuBackend cuda = CudaTrainings.open();
    private final long objects = StandIn.command("get objects");

    @BeforeEach
    void graphsAreOn() {
        assertThat(System.getProperty(CudaSteps.PROPERTY)).isNull();
        assertThat(StandIn.command("get graphs")).isZero();
    }

    @AfterEach
    void nothingIsLeft() {
        System.clearProperty(CudaSteps.PROPERTY);
        assertThat(cuda.counted().objects()).isZero();
        assertThat(StandIn.command("get objects")).isEqualTo(objects);
        cuda.close();
    }

    private static long calls(String function) {
        return StandIn.command("get calls " + function);
    }

    private static long graphLaunches() {
        return calls("cuGraphLaunch");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void aTrainingHasTheSameBitsAsWithoutGraphs(int variant) throws IOException {
        TrainingJob job = CudaTrainings.variants().get(variant);
        long before = graphLaunches();
        TrainedModel replayed = CudaTrainings.train(cuda, 1, job);
        long launched = graphLaunches() - before;
        System.setProperty(CudaSteps.PROPERTY, "off");
        TrainedModel single = CudaTrainings.train(cuda, 1, job);

        assertThat(launched).isGreaterThan(20);
        assertThat(graphLaunches() - before).isEqualTo(launched);
        assertThat(Bits.difference(replayed.parameters(), single.parameters())).isEmpty();
        assertThat(replayed.report()).isEqualTo(single.report());
    }

    /**
     * A launch of nothing leaves its arguments behind, and with or without it a step has the same commands. The second
     * fill must be carried out although its arguments are now those that the first one's node holds.
     */
    @Test
    void aLaunchOfNothingMovesNoArguments() {
        try (Ops ops = cuda.newOps();
                Tensor empty = ops.allocate(Shape.of(0));
                Tensor source = ops.allocate(Shape.of(4));
                Tensor target = ops.allocate(Shape.of(4));
                Tensor first = ops.allocate(Shape.of(4));
                Tensor second = ops.allocate(Shape.of(4));
                Tensor third = ops.allocate(Shape.of(4))) {
            ops.fill(source, 0);
            for (int i = 0; i < 3; i++) {
                ops.step(() -> {
                    ops.fill(target, 0);
                    ops.copy(source, target);
                    ops.fill(first, 1);
                    ops.fill(second, 2);
                    fillSome(ops, target);
                });
            }
            ops.fill(second, 7);
            long before = graphLaunches();
            long graphs = calls("cuGraphInstantiateWithFlags");
            ops.step(() -> {
                ops.fill(target, 0);
                ops.fill(empty, 1);
                ops.copy(source, target);
                ops.fill(third, 5);
                ops.fill(third, 5);
                fillSome(ops, target);
            });
            assertThat(graphLaunches() - before).isOne();
            assertThat(calls("cuGraphInstantiateWithFlags"))
                    .as("no other graph")
                    .isEqualTo(graphs);
            assertThat(ops.download(third).values()).containsOnly(5);
            assertThat(ops.download(second).values()).as("not of this step").containsOnly(7);
        }
    }

    /** So much that does not change that the graph is kept. */
    private static void fillSome(Ops ops, Tensor tensor) {
        for (int i = 0; i < 10; i++) {
            ops.fill(tensor, i);
        }
    }

    @Test
    void whatWasClosedIsNotUsed() {
        Ops ops = cuda.newOps();
        Tensor tensor = ops.allocate(Shape.of(4));
        tensor.close();
        ops.close();
        assertThatThrownBy(() -> ops.allocate(Shape.of(4)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("a queue is used after it was closed");
        assertThatThrownBy(() -> ops.step(() -> {})).isInstanceOf(IllegalStateException.class);
        GpuBackend other = CudaTrainings.open();
        other.close();
        assertThatThrownBy(other::newOps)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("the backend is used after it was closed");
    }

    @Test
    void theSwitchIsChecked() {
        System.setProperty(CudaSteps.PROPERTY, "maybe");
        assertThatThrownBy(cuda::newOps)
                .isInstanceOf(DeviceException.class)
                .hasMessage("-Dmemn2n.cuda.graphs=maybe: expected on or off");
    }

    /** Calls of the driver in a step, once the graphs are there. */
    private Map<String, Long> callsOfAStep(Sizes[] sizes, String... functions) {
        try (Ops ops = cuda.newOps();
                StepWork work = new StepWork(ops)) {
            for (int i = 0; i < 20; i++) {
                work.step(sizes[i % sizes.length]);
            }
            Map<String, Long> calls = new TreeMap<>();
            for (String function : functions) {
                calls.put(function, -calls(function));
            }
            int steps = 2 * sizes.length;
            for (int i = 0; i < steps; i++) {
                work.step(sizes[i % sizes.length]);
            }
            for (String function : functions) {
                calls.merge(function, calls(function), Long::sum);
            }
            calls.replaceAll((function, count) -> count / steps);
            return calls;
        }
    }

    @Test
    void theSameBatchAgainIsOneLaunchAndOneChange() {
        Map<String, Long> calls = callsOfAStep(
                new Sizes[] {new Sizes(5, 10, 33, 10, 20)},
                "cuLaunchKernel",
                "cuGraphInstantiateWithFlags",
                "cuGraphExecKernelNodeSetParams_v2",
                "cuGraphLaunch");

        assertThat(calls.values()).containsExactly(1L, 0L, 1L, 0L); // the change is the step's number
    }

    @Test
    void raggedBatchesChangeAFewNodes() {
        Sizes[] sizes = {
            new Sizes(5, 10, 33, 10, 20), new Sizes(5, 9, 33, 10, 20), new Sizes(5, 8, 33, 10, 20),
        };
        Map<String, Long> calls = callsOfAStep(
                sizes,
                "cuLaunchKernel",
                "cuGraphInstantiateWithFlags",
                "cuGraphExecKernelNodeSetParams_v2",
                "cuGraphLaunch");
        System.setProperty(CudaSteps.PROPERTY, "off");
        Map<String, Long> single = callsOfAStep(sizes, "cuLaunchKernel");

        assertThat(calls.get("cuLaunchKernel")).isZero();
        assertThat(calls.get("cuGraphInstantiateWithFlags")).isZero();
        assertThat(calls.get("cuGraphLaunch")).isOne();
        assertThat(calls.get("cuGraphExecKernelNodeSetParams_v2"))
                .isLessThan(single.getOrDefault("cuLaunchKernel", 0L) / 2);
    }

    /**
     * Tensors that a graph fills are given back and made anew, and no address of the stand-in comes back: a graph that
     * wrote to an old one would fail. Few of them are changed in their graph, many take another graph, and so does
     * a copy, whose addresses cannot be changed.
     */
    @ParameterizedTest
    @CsvSource({"2, false", "9, false", "2, true"})
    void memoryThatWasGivenBackIsNotUsed(int renewed, boolean copied) {
        long before = graphLaunches();
        try (Ops ops = cuda.newOps()) {
            List<Tensor> tensors = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                tensors.add(ops.allocate(Shape.of(3, 5)));
            }
            for (int round = 0; round < 30; round++) {
                for (int again = 0; again < 3; again++) {
                    int value = 10 * round + again;
                    ops.step(() -> {
                        for (int i = 0; i < 9; i++) {
                            ops.fill(tensors.get(i), i < renewed ? value : i);
                        }
                        if (copied) {
                            ops.copy(tensors.get(0), tensors.get(8));
                        }
                    });
                    assertThat(ops.download(tensors.get(0)).values()).containsOnly(value);
                    assertThat(ops.download(tensors.get(8)).values()).containsOnly(renewed == 9 || copied ? value : 8);
                }
                for (int i = 0; i < renewed; i++) {
                    tensors.get(i).close();
                    tensors.set(i, ops.allocate(Shape.of(3, 5)));
                }
            }
        }
        assertThat(graphLaunches() - before).isGreaterThan(renewed == 9 ? 3 : 50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload", "download", "free", "allocate", "grow", "batch", "nested"})
    void whatHappensWithinAStepHappensInItsPlace(String what) {
        RandomInputs inputs = new RandomInputs(7);
        try (Ops ops = cuda.newOps();
                Tensor first = ops.allocate(Shape.of(2, 3));
                Tensor second = ops.allocate(Shape.of(2, 3));
                Tensor growing = ops.allocate(Shape.of(1, 1))) {
            for (int round = 0; round < 6; round++) {
                int value = round;
                ops.step(() -> {
                    for (int i = 0; i < 4; i++) {
                        ops.fill(first, value + i);
                    }
                    within(what, ops, first, growing, inputs);
                    ops.copy(first, second);
                    for (int i = 0; i < 4; i++) {
                        ops.fill(first, i);
                    }
                });
                assertThat(ops.download(second).values()).containsOnly(what.equals("upload") ? 77 : value + 3);
                assertThat(ops.download(first).values()).containsOnly(3);
            }
        }
    }

    private static void within(String what, Ops ops, Tensor first, Tensor growing, RandomInputs inputs) {
        switch (what) {
            case "upload" -> {
                float[] values = new float[6];
                Arrays.fill(values, 77);
                ops.upload(new HostTensor(Shape.of(2, 3), values), first);
            }
            case "download" -> assertThat(ops.download(first).values()).hasSize(6);
            case "free" -> {
                Tensor tensor = ops.allocate(Shape.of(4));
                ops.fill(tensor, 1);
                tensor.close();
            }
            case "allocate" -> ops.allocate(Shape.of(4));
            case "grow" -> {
                ops.fill(growing, 2);
                ops.resize(growing, Shape.of(2 * growing.shape().size(), 2));
                ops.fill(growing, 3);
            }
            case "batch" -> {
                try (Batch batch = ops.upload(inputs.batch(new Sizes(3, 4, 9, 4, 4), 9))) {
                    ops.innerProducts(
                            batch,
                            ops.allocate(Shape.of(3, 2)),
                            ops.allocate(Shape.of(batch.memories().count(), 2)),
                            ops.allocate(Shape.of(batch.memories().count())));
                }
            }
            case "nested" -> ops.step(() -> ops.fill(growing, 5));
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Test
    void workThatThrowsLeavesNothingForTheNextStep() {
        try (Ops ops = cuda.newOps();
                Tensor tensor = ops.allocate(Shape.of(2, 3))) {
            for (int round = 0; round < 4; round++) {
                assertThatThrownBy(() -> ops.step(() -> {
                            ops.fill(tensor, -1);
                            throw new IllegalStateException("planted");
                        }))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("planted");
                int value = round;
                ops.step(() -> {
                    for (int i = 0; i < 4; i++) {
                        ops.fill(tensor, value + i);
                    }
                });
                assertThat(ops.download(tensor).values()).containsOnly(value + 3);
            }
        }
    }

    @Test
    void graphsOfManyKindsOfStepsAreForgotten() {
        try (Ops ops = cuda.newOps();
                Tensor tensor = ops.allocate(Shape.of(2, 3))) {
            for (int round = 0; round < 3; round++) {
                for (int kind = 4; kind < 40; kind++) {
                    for (int again = 0; again < 2; again++) {
                        int fills = kind;
                        ops.step(() -> {
                            for (int i = 0; i < fills; i++) {
                                ops.fill(tensor, i);
                            }
                        });
                        assertThat(ops.download(tensor).values()).containsOnly(kind - 1);
                    }
                }
            }
            assertThat(StandIn.command("get graphs")).isEqualTo(2 * 16);
        }
    }

    /** A call that is not ours: carried out once, captured once, and never made again while its signature comes back. */
    @Test
    void aForeignCallIsCapturedOnceForEachSignature() {
        List<Integer> calls = new ArrayList<>();
        try (CudaQueue queue = new CudaQueue((CudaDevice) cuda.counted());
                GpuBuffer filled = queue.allocate(Integer.BYTES);
                GpuBuffer set = queue.allocate(Integer.BYTES)) {
            CUdeviceptr target = CudaBuffer.of(set, (CudaDevice) cuda.counted()).pointer();
            for (int step = 0; step < 12; step++) {
                int value = 10 + step % 3;
                queue.step(() -> {
                    for (int i = 0; i < 4; i++) {
                        queue.launch(
                                GpuKernel.FILL,
                                1,
                                1,
                                queue.arguments().number(1).real((float) i).buffer(filled));
                        queue.call(
                                () -> {
                                    calls.add(value);
                                    JCudaDriver.cuMemsetD32Async(
                                            target, value, 1, queue.stream().handle());
                                },
                                List.of("set", value, queue.address(set)));
                    }
                });
                assertThat(integer(queue, set)).isEqualTo(value);
                assertThat(Float.intBitsToFloat(integer(queue, filled))).isEqualTo(3);
            }
        }
        assertThat(calls).hasSize(3 * 4 * 2).containsOnly(10, 11, 12);
    }

    private static int integer(CudaQueue queue, GpuBuffer buffer) {
        ByteBuffer host = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        queue.download(buffer, 0, host, Integer.BYTES);
        return host.getInt(0);
    }
}
