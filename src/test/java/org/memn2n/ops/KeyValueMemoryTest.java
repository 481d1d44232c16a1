package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** Making and filling a large memory. */
class KeyValueMemoryTest {
    private final Ops ops = new ScalarBackend(Precision.SINGLE).newOps();

    private static HostTensor rows(int count, int d) {
        return HostTensor.zeros(Shape.of(count, d));
    }

    private void store(KeyValueMemory memory, long first, int count) {
        ops.store(memory, first, rows(count, memory.dimension()), rows(count, memory.dimension()));
    }

    private static void assertRefused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void knowsWhatItWasMadeWith() {
        try (KeyValueMemory memory = ops.newKeyValueMemory(5, 3, Storage.BFLOAT16)) {
            assertThat(memory.slots()).isEqualTo(5);
            assertThat(memory.dimension()).isEqualTo(3);
            assertThat(memory.storage()).isEqualTo(Storage.BFLOAT16);
            assertThat(memory.firstEmptySlot()).isZero();
        }
    }

    @Test
    void isReadOnlyWhenEverySlotWasStored() {
        KeyValueMemory memory = ops.newKeyValueMemory(10, 2, Storage.FLOAT32);
        Tensor queries = ops.allocate(Shape.of(1, 2));
        Tensor logSums = ops.allocate(Shape.of(1));
        store(memory, 0, 4);
        store(memory, 5, 5);
        for (Runnable read : Stream.<Runnable>of(
                        () -> ops.attend(memory, queries, queries, logSums), () -> ops.topSlots(memory, queries, 1))
                .toList()) {
            assertThatThrownBy(read::run)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(": slot 4 of 10 is empty; store all slots before the memory is read");
        }
        store(memory, 3, 2);
        ops.attend(memory, queries, queries, logSums);
        assertThat(ops.topSlots(memory, queries, 1).slots()).containsExactly(0);
    }

    /** Against a flag for each slot. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void findsTheFirstEmptySlot(long seed) {
        var random = RandomStreams.of(seed, 3);
        KeyValueMemory memory = ops.newKeyValueMemory(60, 1, Storage.FLOAT32);
        boolean[] stored = new boolean[60];
        for (int i = 0; i < 40; i++) {
            int first = random.nextInt(60);
            int count = random.nextInt(Math.min(9, 61 - first));
            store(memory, first, count);
            Arrays.fill(stored, first, first + count, true);
            int missing = 0;
            while (missing < 60 && stored[missing]) {
                missing++;
            }
            assertThat(memory.firstEmptySlot()).as("seed %d step %d", seed, i).isEqualTo(missing);
        }
    }

    @Test
    void sizesAreChecked() {
        assertRefused(
                "newKeyValueMemory: slots is -1, expected 0 to 384307168202282325",
                () -> ops.newKeyValueMemory(-1, 3, Storage.FLOAT32));
        assertRefused(
                "newKeyValueMemory: dimension is 0, expected 1 or more",
                () -> ops.newKeyValueMemory(3, 0, Storage.FLOAT32));
    }

    @Test
    void piecesAreChecked() {
        KeyValueMemory memory = ops.newKeyValueMemory(10, 2, Storage.FLOAT32);
        assertRefused(
                "store: keys has shape [1, 3], expected rows of 2 components",
                () -> ops.store(memory, 0, rows(1, 3), rows(1, 2)));
        assertRefused(
                "store: values has shape [1, 3], expected rows of 2 components",
                () -> ops.store(memory, 0, rows(1, 2), rows(1, 3)));
        assertRefused(
                "store: keys has shape [2], expected rows of 2 components",
                () -> ops.store(memory, 0, HostTensor.zeros(Shape.of(2)), rows(1, 2)));
        assertRefused(
                "store: found 2 rows of values for the keys, expected 1",
                () -> ops.store(memory, 0, rows(1, 2), rows(2, 2)));
        assertRefused("store: firstSlot is -1, expected 0 to 10", () -> store(memory, -1, 1));
        assertRefused("store: firstSlot + rows is 11, expected 0 to 10", () -> store(memory, 9, 2));
        assertThat(memory.firstEmptySlot()).isZero();
    }

    @Test
    void topSlotsAreNoMoreThanThereAre() {
        KeyValueMemory memory = ops.newKeyValueMemory(3, 2, Storage.FLOAT32);
        store(memory, 0, 3);
        Tensor queries = ops.allocate(Shape.of(2, 2));
        assertRefused("topSlots: count is 4, expected 0 to 3", () -> ops.topSlots(memory, queries, 4));
        assertThat(ops.topSlots(memory, queries, 0).slots()).isEmpty();
        assertThat(ops.topSlots(memory, queries, 3).slots()).containsExactly(0, 1, 2, 0, 1, 2);
    }

    /** Its slots have numbers above 2^31, which are checked and handed on whole. */
    @Test
    void aMemoryOfAnotherBackendIsRefused() {
        KeyValueMemory foreign = new KeyValueMemory(1L << 40, 1, Storage.FLOAT32) {
            @Override
            public void close() {}
        };
        assertThat(foreign.slots()).isEqualTo(1L << 40);
        assertThatThrownBy(() -> store(foreign, (1L << 40) - 1, 1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("scalar backend");
        assertRefused(
                "store: firstSlot + rows is 1099511627777, expected 0 to 1099511627776",
                () -> store(foreign, 1L << 40, 1));
    }
}
