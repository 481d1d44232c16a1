package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.data.Slots.Slot;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.StoryBatch;

class TokenWindowsTest {
    @Test
    void everyBatchIsWhatASlowDerivationGives() {
        for (int seed = 0; seed < 100; seed++) {
            RandomGenerator random = RandomStreams.of(seed);
            int[] tokens = new int[1 + random.nextInt(60)];
            for (int t = 0; t < tokens.length; t++) {
                tokens[t] = random.nextInt(1000);
            }
            int memorySize = random.nextInt(12);
            int[] positions = new int[random.nextInt(10)];
            List<List<Slot>> expected = new ArrayList<>();
            for (int b = 0; b < positions.length; b++) {
                positions[b] = random.nextInt(tokens.length);
                List<Slot> slots = new ArrayList<>();
                for (int age = memorySize - 1; age >= 0; age--) {
                    int at = positions[b] - 1 - age;
                    if (at >= 0) {
                        slots.add(new Slot(List.of(tokens[at]), age));
                    }
                }
                expected.add(slots);
            }
            int firstWord = random.nextInt(3);
            StoryBatch batch = new TokenWindows(tokens, memorySize, firstWord).build(positions);

            assertThat(Slots.memories(batch)).as("seed %d", seed).isEqualTo(expected);
            assertThat(batch.queries().count()).isZero();
            for (int b = 0; b < positions.length; b++) {
                assertThat(batch.targets()[b]).isEqualTo(tokens[positions[b]] - firstWord);
            }
        }
    }

    @Test
    void refusesPositionsOutsideTheText() {
        TokenWindows windows = new TokenWindows(new int[] {4, 5}, 3, 0);

        assertThat(windows.size()).isEqualTo(2);
        assertThatThrownBy(() -> windows.build(new int[] {2})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> windows.build(new int[] {-1})).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> new TokenWindows(new int[0], -1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
