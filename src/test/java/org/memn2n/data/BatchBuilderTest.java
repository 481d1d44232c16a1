package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.data.Slots.Slot;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.StoryBatch;

class BatchBuilderTest {
    private static final int FIRST_TIME_WORD = 1000;
    private static final int[] MEMORY_SIZES = {0, 1, 2, 7, 50};

    private static BatchBuilder builder(int memorySize, TimeRows timeRows) {
        return new BatchBuilder(new MemoryLayout(memorySize, timeRows, FIRST_TIME_WORD));
    }

    private static EncodedExample story(int sentences) {
        int[][] story = new int[sentences][];
        for (int s = 0; s < sentences; s++) {
            story[s] = new int[] {s + 1};
        }
        return new EncodedExample(story, new int[] {9}, 3);
    }

    /** The slot of a sentence of this age, as the class comment of the builder promises it. */
    private static Slot slot(int[] sentence, int age, TimeRows timeRows) {
        List<Integer> words = new ArrayList<>(Slots.list(sentence));
        if (timeRows == TimeRows.WORD) {
            words.add(FIRST_TIME_WORD + age);
        }
        return new Slot(words, timeRows == TimeRows.TABLE ? age : -1);
    }

    private static List<Slot> expected(int[][] story, int memorySize, TimeRows timeRows) {
        List<Slot> slots = new ArrayList<>();
        for (int s = 0; s < story.length; s++) {
            int age = story.length - 1 - s;
            if (age < memorySize) {
                slots.add(slot(story[s], age, timeRows));
            }
        }
        return slots;
    }

    @ParameterizedTest
    @EnumSource
    void everyBatchIsWhatASlowDerivationGives(TimeRows timeRows) {
        for (int seed = 0; seed < 200; seed++) {
            List<EncodedExample> examples = RandomExamples.draw(RandomStreams.of(seed));
            int memorySize = MEMORY_SIZES[seed % MEMORY_SIZES.length];
            StoryBatch batch = builder(memorySize, timeRows).build(examples, Noise.none());

            String where = "seed " + seed + ", memory size " + memorySize;
            assertThat(Slots.memories(batch))
                    .as(where)
                    .isEqualTo(examples.stream()
                            .map(example -> expected(example.story(), memorySize, timeRows))
                            .toList());
            assertThat(Slots.queries(batch))
                    .as(where)
                    .isEqualTo(examples.stream()
                            .map(example -> Slots.list(example.question()))
                            .toList());
            assertThat(Slots.list(batch.targets()))
                    .as(where)
                    .isEqualTo(examples.stream().map(EncodedExample::target).toList());
            assertThat(batch.queries().timed()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void gapsChangeTheAgesOnly(TimeRows timeRows) {
        for (int seed = 0; seed < 200; seed++) {
            List<EncodedExample> examples = RandomExamples.draw(RandomStreams.of(seed));
            int memorySize = MEMORY_SIZES[seed % MEMORY_SIZES.length];
            Noise noise = new Noise(TimeNoise.GAPS, 0.3, false, RandomStreams.of(1, seed));
            StoryBatch batch = builder(memorySize, timeRows).build(examples, noise);

            RandomGenerator replay = RandomStreams.of(1, seed);
            List<List<Slot>> expected = new ArrayList<>();
            for (EncodedExample example : examples) {
                int dropped = Math.max(0, example.story().length - memorySize);
                List<Integer> ages = drawnAges(example.story().length - dropped, 0.3, replay);
                List<Slot> slots = new ArrayList<>();
                for (int i = 0; i < ages.size() - 1; i++) {
                    slots.add(slot(example.story()[dropped + i], Math.min(ages.get(i), memorySize - 1), timeRows));
                }
                expected.add(slots);
            }
            assertThat(Slots.memories(batch)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void emptySlotsStandWhereNoSentenceIs(TimeRows timeRows) {
        for (int seed = 0; seed < 200; seed++) {
            List<EncodedExample> examples = RandomExamples.draw(RandomStreams.of(seed));
            int memorySize = MEMORY_SIZES[seed % MEMORY_SIZES.length];
            Noise noise = new Noise(TimeNoise.EMPTY_SLOTS, 0.3, false, RandomStreams.of(1, seed));
            StoryBatch batch = builder(memorySize, timeRows).build(examples, noise);

            RandomGenerator replay = RandomStreams.of(1, seed);
            List<List<Slot>> expected = new ArrayList<>();
            for (EncodedExample example : examples) {
                int dropped = Math.max(0, example.story().length - memorySize);
                List<Integer> ages = drawnAges(example.story().length - dropped, 0.3, replay);
                int total = ages.remove(ages.size() - 1);
                List<Slot> slots = new ArrayList<>();
                for (int age = Math.min(total, memorySize) - 1; age >= 0; age--) {
                    int i = ages.indexOf(age);
                    slots.add(i < 0 ? new Slot(List.of(), -1) : slot(example.story()[dropped + i], age, timeRows));
                }
                expected.add(slots);
            }
            assertThat(Slots.memories(batch)).as("seed %d", seed).isEqualTo(expected);
        }
    }

    /** Falling ages of n sentences and, at the end, the number of ages there were to choose from. */
    private static List<Integer> drawnAges(int sentences, double fraction, RandomGenerator random) {
        int most = (int) Math.ceil(fraction * sentences);
        int total = sentences + (most == 0 ? 0 : random.nextInt(most + 1));
        List<Integer> ages = new ArrayList<>();
        for (int age = total - 1; age >= 0; age--) {
            int left = sentences - ages.size();
            if (left == age + 1 || random.nextInt(age + 1) < left) {
                ages.add(age);
            }
        }
        assertThat(ages).hasSize(sentences);
        ages.add(total);
        return ages;
    }

    @Test
    void theNewestSentenceHasAgeZeroAndTheOldestAreDropped() {
        StoryBatch batch = builder(3, TimeRows.TABLE).build(List.of(story(5)), Noise.none());

        assertThat(batch.memories().words()).containsExactly(3, 4, 5);
        assertThat(batch.memories().times()).containsExactly(2, 1, 0);
        assertThat(builder(3, TimeRows.TABLE).dropped(story(5))).isEqualTo(2);
        assertThat(builder(3, TimeRows.TABLE).dropped(story(3))).isZero();
    }

    @ParameterizedTest
    @CsvSource({"GAPS, 0", "EMPTY_SLOTS, 0", "NONE, 0.5", "NONE, 0"})
    void withoutNoiseNothingIsDrawn(TimeNoise kind, double fraction) {
        RandomGenerator random = RandomStreams.of(5);
        builder(50, TimeRows.TABLE).build(List.of(story(30)), new Noise(kind, fraction, false, random));

        assertThat(random.nextLong()).isEqualTo(RandomStreams.of(5).nextLong());
    }

    @Test
    void noiseDrawsEveryNumberOfBlanksAndEveryChoiceEquallyOften() {
        // 4 sentences at 0.25: 0 or 1 blank; with 1 blank, any of 5 ages is left out.
        RandomGenerator random = RandomStreams.of(6);
        BatchBuilder builder = builder(50, TimeRows.TABLE);
        int[] leftOut = new int[6];
        int draws = 20_000;
        for (int draw = 0; draw < draws; draw++) {
            int[] times = builder.build(List.of(story(4)), new Noise(TimeNoise.GAPS, 0.25, false, random))
                    .memories()
                    .times();
            int sum = times[0] + times[1] + times[2] + times[3];
            boolean blank = times[0] == 4 || sum != 6;
            leftOut[blank ? 10 - sum : 5]++;
        }
        // Age 4 left out looks like no blank at all. Five standard deviations each.
        assertThat(leftOut[5]).isBetween(12_000 - 350, 12_000 + 350);
        for (int age = 0; age < 4; age++) {
            assertThat(leftOut[age]).as("age %d", age).isBetween(2_000 - 215, 2_000 + 215);
        }
    }

    @Test
    void noExamplesGiveAnEmptyBatch() {
        StoryBatch batch = builder(5, TimeRows.WORD).build(List.of(), Noise.none());

        assertThat(batch.stories()).isZero();
        assertThat(batch.slots()).isZero();
        assertThat(batch.queries().count()).isZero();
    }

    @Test
    void aHugeBatchGrowsItsBuffers() {
        EncodedExample longStory = new EncodedExample(new int[][] {new int[5_000], new int[0]}, new int[3], -1);
        StoryBatch batch = builder(1000, TimeRows.WORD).build(List.of(longStory, story(900), longStory), Noise.none());

        assertThat(batch.slots()).isEqualTo(904);
        assertThat(batch.memories().words()).hasSize(2 * 5_002 + 1_800);
    }

    @Test
    void refusesImpossibleSettings() {
        assertThatThrownBy(() -> new MemoryLayout(-1, TimeRows.NONE, 0)).hasMessageContaining("memory size -1");
        assertThatThrownBy(() -> new MemoryLayout(1, TimeRows.WORD, 0)).hasMessageContaining("first time word 0");
        for (double fraction : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Noise(TimeNoise.GAPS, fraction, false, RandomStreams.of()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fraction " + fraction);
        }
    }
}
