package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.ShapeException;
import org.memn2n.ops.Storage;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.RandomInputs;

class SharedMemoryTest {
    private static final int N = 40;
    private static final int D = 6;

    private final Backend backend = Backends.open("scalar");
    private final RandomInputs inputs = new RandomInputs(11);
    private final HostTensor keys = inputs.tensor(N, D);
    private final HostTensor values = inputs.tensor(N, D);
    private final HostTensor queries = inputs.tensor(3, D);

    @AfterEach
    void close() {
        backend.close();
    }

    private SharedMemory memory() {
        return SharedMemory.of(backend, keys, values, Storage.FLOAT32);
    }

    private static HostTensor rows(HostTensor of, int first, int end) {
        return new HostTensor(Shape.of(end - first, D), Arrays.copyOfRange(of.values(), first * D, end * D));
    }

    private float[] query(int q) {
        return Arrays.copyOfRange(queries.values(), q * D, (q + 1) * D);
    }

    /** The score of a slot, in double. */
    private double score(int q, int slot) {
        double score = 0;
        for (int k = 0; k < D; k++) {
            score += (double) queries.values()[q * D + k] * keys.values()[slot * D + k];
        }
        return score;
    }

    @Test
    void readsTheWeightedMeanOfAllValues() {
        try (SharedMemory memory = memory()) {
            assertThat(memory.slots()).isEqualTo(N);
            assertThat(memory.dimension()).isEqualTo(D);
            assertThat(memory.device()).isEqualTo(backend.device());
            SharedMemory.Reading reading = memory.read(queries);
            assertThat(reading.results().shape()).isEqualTo(queries.shape());
            for (int q = 0; q < 3; q++) {
                double sum = 0;
                double[] expected = new double[D];
                for (int i = 0; i < N; i++) {
                    double exponential = Math.exp(score(q, i));
                    sum += exponential;
                    for (int k = 0; k < D; k++) {
                        expected[k] += exponential * values.values()[i * D + k];
                    }
                }
                assertThat(reading.logSums()[q]).isCloseTo((float) Math.log(sum), within(1e-5f));
                for (int k = 0; k < D; k++) {
                    assertThat(reading.results().values()[q * D + k])
                            .isCloseTo((float) (expected[k] / sum), within(1e-5f));
                }
            }
        }
    }

    @Test
    void tellsWhichSlotsWeighMost() {
        try (SharedMemory memory = memory()) {
            float[] logSums = memory.read(queries).logSums();
            for (int q = 0; q < 3; q++) {
                List<SharedMemory.SlotWeight> all = memory.topSlots(query(q), N + 5);
                assertThat(all).hasSize(N).isSortedAccordingTo((a, b) -> Double.compare(b.weight(), a.weight()));
                assertThat(all.stream()
                                .mapToDouble(SharedMemory.SlotWeight::weight)
                                .sum())
                        .isCloseTo(1, within(1e-5));
                assertThat(memory.topSlots(query(q), 2)).isEqualTo(all.subList(0, 2));
                for (SharedMemory.SlotWeight slot : all) {
                    double score = score(q, (int) slot.slot());
                    assertThat((double) slot.score()).isCloseTo(score, within(1e-5));
                    assertThat(slot.weight()).isCloseTo(Math.exp(score - logSums[q]), within(1e-5));
                }
            }
            assertThat(memory.topSlots(query(0), 0)).isEmpty();
        }
    }

    /** Weights are numbers from 0 to 1 also where scores are not. */
    @Test
    void weightsOfExtremeScores() {
        HostTensor far = new HostTensor(Shape.of(3, 1), new float[] {123456.7f, Float.NEGATIVE_INFINITY, 123456.7f});
        try (SharedMemory memory = SharedMemory.of(backend, far, far, Storage.FLOAT32)) {
            assertThat(memory.topSlots(new float[] {1}, 3))
                    .extracting(SharedMemory.SlotWeight::slot)
                    .containsExactly(0L, 2L, 1L);
            assertThat(memory.topSlots(new float[] {1}, 3))
                    .extracting(SharedMemory.SlotWeight::weight)
                    .satisfies(weights -> assertThat(weights.get(0)).isCloseTo(0.5, within(0.01)))
                    .satisfies(weights -> assertThat(weights.get(2)).isZero());
        }
        HostTensor none = new HostTensor(Shape.of(1, 1), new float[] {Float.NEGATIVE_INFINITY});
        try (SharedMemory memory = SharedMemory.of(backend, none, far(1), Storage.FLOAT32)) {
            assertThat(memory.topSlots(new float[] {1}, 1))
                    .containsExactly(new SharedMemory.SlotWeight(0, Float.NEGATIVE_INFINITY, 0));
            assertThat(memory.read(far(1)).results().values()).containsExactly(0);
        }
    }

    private static HostTensor far(float value) {
        return new HostTensor(Shape.of(1, 1), new float[] {value});
    }

    @Test
    void piecesAreTheWhole() {
        for (Storage storage : Storage.values()) {
            try (SharedMemory whole = SharedMemory.of(backend, keys, values, storage);
                    SharedMemory.Builder builder = SharedMemory.builder(backend, N, D, storage);
                    SharedMemory pieces = builder.add(rows(keys, 0, 17), rows(values, 0, 17))
                            .add(rows(keys, 17, 17), rows(values, 17, 17))
                            .add(rows(keys, 17, N), rows(values, 17, N))
                            .build()) {
                assertThat(pieces.read(queries).results().values())
                        .isEqualTo(whole.read(queries).results().values());
            }
        }
    }

    @Test
    void brainFloatsAreRoundedValues() {
        try (SharedMemory exact = memory();
                SharedMemory rounded = SharedMemory.of(backend, keys, values, Storage.BFLOAT16)) {
            float[] expected = exact.read(queries).results().values();
            float[] found = rounded.read(queries).results().values();
            assertThat(found).isNotEqualTo(expected).containsExactly(expected, within(0.1f));
        }
    }

    @Test
    void aMemoryThatIsNotFullIsNotBuilt() {
        try (SharedMemory.Builder builder = SharedMemory.builder(backend, N, D, Storage.FLOAT32)) {
            builder.add(rows(keys, 0, 17), rows(values, 0, 17));
            assertThatThrownBy(builder::build)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("17 of 40 slots were added; add the others before build()");
            assertThatThrownBy(() -> builder.add(keys, values))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("store: firstSlot + rows is 57, expected 0 to 40");
        }
    }

    @Test
    void replacedSlotsAreRead() {
        try (SharedMemory memory = memory();
                SharedMemory expected = SharedMemory.of(backend, keys, keys, Storage.FLOAT32)) {
            memory.replace(30, rows(keys, 30, N), rows(keys, 30, N));
            memory.replace(0, rows(keys, 0, 30), rows(keys, 0, 30));
            assertThat(memory.read(queries).results().values())
                    .isEqualTo(expected.read(queries).results().values());
        }
    }

    @Test
    void emptyThingsAreNoErrors() {
        HostTensor none = HostTensor.zeros(Shape.of(0, D));
        try (SharedMemory memory = memory();
                SharedMemory empty = SharedMemory.of(backend, none, none, Storage.FLOAT32)) {
            assertThat(memory.read(none).results().shape()).isEqualTo(none.shape());
            assertThat(empty.read(queries).results().values()).containsOnly(0);
            assertThat(empty.read(queries).logSums()).containsOnly(Float.NEGATIVE_INFINITY);
            assertThat(empty.topSlots(query(0), 3)).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (SharedMemory memory = memory()) {
            assertThatThrownBy(() -> memory.read(HostTensor.zeros(Shape.of(2, D + 1))))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("attend: queries has shape [2, 7], expected rows of 6 components");
            assertThatThrownBy(() -> memory.topSlots(new float[D - 1], 1))
                    .isInstanceOf(ShapeException.class)
                    .hasMessageContaining("[1, 5]");
            assertThatThrownBy(() -> memory.topSlots(query(0), -1))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("topSlots: count is -1, expected 0 to 40");
            assertThat(memory.topSlots(query(0), 1)).as("and harms nothing").hasSize(1);
        }
        assertThatThrownBy(() -> SharedMemory.of(
                        backend, HostTensor.zeros(Shape.of(4)), HostTensor.zeros(Shape.of(4)), Storage.FLOAT32))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[4]");
    }

    @Test
    void closedIsClosed() {
        SharedMemory memory = memory();
        memory.read(queries);
        memory.close();
        memory.close();
        assertThatThrownBy(() -> memory.read(queries))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this shared memory is closed");
        assertThatThrownBy(() -> memory.replace(0, keys, values)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void threadsReadTheSame() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (SharedMemory memory = memory()) {
            float[] expected = memory.read(queries).results().values();
            List<Future<float[]>> readings = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                readings.add(threads.submit(() -> memory.read(queries).results().values()));
            }
            for (Future<float[]> reading : readings) {
                assertThat(reading.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
