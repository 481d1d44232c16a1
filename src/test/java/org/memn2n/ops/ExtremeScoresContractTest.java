package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.AttendCase;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;

/** Queries to a large memory with scores at the ends of what a float can hold, on every backend. */
class ExtremeScoresContractTest {
    private static final float INFINITY = Float.POSITIVE_INFINITY;
    private static final int SLOTS = 300;

    /** So many queries that each kernel of a GPU is asked, and a d at which some of its warps work together. */
    private static final List<int[]> QUERIES_AND_DIMENSIONS =
            List.of(new int[] {1, 3}, new int[] {5, 3}, new int[] {16, 140}, new int[] {20, 140}, new int[] {40, 3});

    /** A memory whose scores are given, of random values, and what equal queries read from it. */
    private static final class Memory {
        private final HostTensor keys;
        private final HostTensor values;
        private final HostTensor queries;

        /** The first component of a key is its score, and of a query 1; all other components of both are 0. */
        Memory(int[] sizes, int slots, IntToDoubleFunction scores) {
            keys = HostTensor.zeros(Shape.of(slots, sizes[1]));
            values = new RandomInputs(slots).tensor(slots, sizes[1]);
            queries = HostTensor.zeros(Shape.of(sizes[0], sizes[1]));
            for (int i = 0; i < slots; i++) {
                keys.values()[i * sizes[1]] = (float) scores.applyAsDouble(i);
            }
            for (int q = 0; q < sizes[0]; q++) {
                queries.values()[q * sizes[1]] = 1;
            }
        }

        List<double[]> read(Ops ops) {
            return read(ops, Storage.FLOAT32);
        }

        List<double[]> read(Ops ops, Storage storage) {
            try (KeyValueMemory memory = AttendCase.memory(ops, keys, values, storage)) {
                return AttendCase.attend(ops, memory, queries);
            }
        }

        int columns() {
            return keys.shape().extent(1);
        }

        double value(int slot, int k) {
            return values.values()[slot * columns() + k];
        }
    }

    private interface Check {
        void run(Ops ops, int[] queriesAndDimension);
    }

    static Stream<String> usableBackends() {
        return OpsContractTest.usableBackends();
    }

    private static void onEveryKernel(String backendName, Check check) {
        try (Backend backend = Backends.open(backendName);
                Ops ops = backend.newOps()) {
            QUERIES_AND_DIMENSIONS.forEach(sizes -> check.run(ops, sizes));
        }
    }

    private static double[] filled(int length, IntToDoubleFunction element) {
        double[] values = new double[length];
        Arrays.setAll(values, element);
        return values;
    }

    private static void assertRead(
            List<double[]> found, IntToDoubleFunction expectedRow, double expectedLogSum, int columns) {
        double[] result = found.get(0);
        Close.assertClose("result", result, filled(result.length, i -> expectedRow.applyAsDouble(i % columns)), 1e-5);
        double[] logSums = found.get(1);
        assertThat(logSums).isNotEmpty();
        if (Double.isFinite(expectedLogSum)) {
            Close.assertClose("logSums", logSums, filled(logSums.length, q -> expectedLogSum), 1e-6);
        } else {
            assertThat(logSums).containsOnly(expectedLogSum);
        }
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void scoresFarApartPickOneSlot(String name) {
        List<IntToDoubleFunction> orders =
                List.of(i -> 1e4 * i, i -> -1e4 * i, i -> 1e4 * (i * 7 % SLOTS), i -> i == 77 ? 3e38 : -3e38);
        int[] best = {SLOTS - 1, 0, 257, 77};
        assertThat(257 * 7 % SLOTS).isEqualTo(SLOTS - 1);
        onEveryKernel(name, (ops, sizes) -> {
            for (int i = 0; i < best.length; i++) {
                Memory memory = new Memory(sizes, SLOTS, orders.get(i));
                int slot = best[i];
                double score = (float) orders.get(i).applyAsDouble(slot);
                assertRead(memory.read(ops), k -> memory.value(slot, k), score, memory.columns());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void equalScoresGiveTheMean(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            for (double score : new double[] {0, -1e4, 1e4}) {
                Memory memory = new Memory(sizes, SLOTS, i -> score);
                double[] mean = new double[memory.columns()];
                for (int i = 0; i < SLOTS; i++) {
                    for (int k = 0; k < mean.length; k++) {
                        mean[k] += memory.value(i, k) / SLOTS;
                    }
                }
                assertRead(memory.read(ops), k -> mean[k], score + Math.log(SLOTS), memory.columns());
            }
        });
    }

    /** Whole tiles, and all slots before the first tile that counts, have no weight. */
    @ParameterizedTest
    @MethodSource("usableBackends")
    void minusInfinityHasNoWeight(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            for (int slot : new int[] {0, 131, SLOTS - 1}) {
                Memory memory = new Memory(sizes, SLOTS, i -> i == slot ? -5 : -INFINITY);
                assertRead(memory.read(ops), k -> memory.value(slot, k), -5, memory.columns());
            }
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void withoutAnyWeightTheResultIsZero(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            assertRead(new Memory(sizes, SLOTS, i -> -INFINITY).read(ops), k -> 0, -INFINITY, sizes[1]);
            assertRead(new Memory(sizes, 0, i -> 0).read(ops), k -> 0, -INFINITY, sizes[1]);
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void whatIsNotANumberReachesTheResult(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            for (int slot : new int[] {0, 131, SLOTS - 1}) {
                for (double odd : new double[] {Double.NaN, INFINITY}) {
                    for (Storage storage : Storage.values()) {
                        Memory memory = new Memory(sizes, SLOTS, i -> i == slot ? odd : i % 9);
                        assertThat(memory.read(ops, storage))
                                .allSatisfy(numbers -> assertThat(numbers).containsOnly(Double.NaN));
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void aValueThatIsNotANumberReachesItsColumn(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            Memory memory = new Memory(sizes, SLOTS, i -> i % 9);
            memory.values.values()[131 * sizes[1] + 1] = Float.NaN;
            for (Storage storage : Storage.values()) {
                List<double[]> found = memory.read(ops, storage);
                for (int i = 0; i < found.get(0).length; i++) {
                    assertThat(Double.isNaN(found.get(0)[i])).isEqualTo(i % sizes[1] == 1);
                }
                assertThat(found.get(1)).doesNotContain(Double.NaN);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void aQueryThatIsNotANumberHarmsNoOther(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            Memory memory = new Memory(sizes, SLOTS, i -> i % 9);
            int broken = sizes[0] / 2;
            memory.queries.values()[broken * sizes[1] + 2] = Float.NaN;
            List<double[]> found = memory.read(ops);
            for (int q = 0; q < sizes[0]; q++) {
                double[] row = Arrays.copyOfRange(found.get(0), q * sizes[1], (q + 1) * sizes[1]);
                assertThat(Arrays.stream(row).anyMatch(Double::isNaN)).isEqualTo(q == broken);
                assertThat(Double.isNaN(found.get(1)[q])).isEqualTo(q == broken);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void theBestSlotsAreOrderedAlsoWhenOdd(String name) {
        onEveryKernel(name, (ops, sizes) -> {
            float[] scores = {1, Float.NaN, -INFINITY, 5, INFINITY, 5, Float.NaN, 0, -0.0f, -INFINITY};
            Memory memory = new Memory(new int[] {2, sizes[1]}, scores.length, i -> scores[i]);
            try (KeyValueMemory device = AttendCase.memory(ops, memory.keys, memory.values, Storage.FLOAT32);
                    Tensor queries = ops.upload(memory.queries)) {
                TopSlots top = ops.topSlots(device, queries, scores.length);
                assertThat(Arrays.copyOf(top.slots(), scores.length)).containsExactly(1, 6, 4, 3, 5, 0, 7, 8, 2, 9);
                assertThat(Arrays.copyOf(top.scores(), 6)).containsExactly(Float.NaN, Float.NaN, INFINITY, 5, 5, 1);
            }
        });
    }
}
