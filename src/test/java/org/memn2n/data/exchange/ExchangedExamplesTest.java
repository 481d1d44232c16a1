package org.memn2n.data.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.memn2n.data.BatchBuilder;
import org.memn2n.data.Encoder;
import org.memn2n.data.Example;
import org.memn2n.data.MemoryLayout;
import org.memn2n.data.Noise;
import org.memn2n.data.PlacedWords;
import org.memn2n.data.StoryExamples;
import org.memn2n.data.TimeNoise;
import org.memn2n.data.TimeRows;
import org.memn2n.data.Vocabulary;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.testkit.Stories;

class ExchangedExamplesTest {
    private static final List<Example> EXAMPLES = Stories.read("""
            1 Mary has milk.
            2 John has tea.
            3 What has Mary?\tmilk\t1
            1 John has tea.
            2 John has milk.
            3 What has John?\ttea,milk\t1 2
            """);
    private static final WordExchanges PEOPLE = new WordExchanges(List.of(List.of("john", "mary")), List.of());
    private static final WordExchanges DRINKS = new WordExchanges(List.of(List.of("milk", "tea")), List.of());
    private static final BatchBuilder BUILDER = new BatchBuilder(new MemoryLayout(5, TimeRows.NONE, 0));

    private static final Vocabulary VOCABULARY = vocabulary();
    private static final Encoder ENCODER =
            new Encoder(VOCABULARY, true, IntStream.range(0, VOCABULARY.size()).toArray());

    private static Vocabulary vocabulary() {
        Set<String> placed = new TreeSet<>();
        EXAMPLES.forEach(example -> {
            example.story().forEach(sentence -> placed.addAll(PlacedWords.of(sentence.words())));
            placed.addAll(PlacedWords.of(example.question().words()));
        });
        return Vocabulary.of(EXAMPLES, DRINKS.closure(PEOPLE.closure(placed)));
    }

    private static ExchangedExamples exchanged(WordExchanges exchanges) {
        EncodedExchanges encoded = new EncodedExchanges(exchanges, VOCABULARY, ENCODER);
        return new ExchangedExamples(ENCODER.encode(EXAMPLES), Collections.nCopies(EXAMPLES.size(), encoded), BUILDER);
    }

    private static Noise noise(long seed) {
        return new Noise(TimeNoise.NONE, 0, true, RandomStreams.of(seed));
    }

    private static String text(StoryBatch batch, int story) {
        List<String> words = new ArrayList<>();
        int from = batch.memories().offsets()[batch.slotOffsets()[story]];
        int to = batch.memories().offsets()[batch.slotOffsets()[story + 1]];
        Arrays.stream(batch.memories().words(), from, to).forEach(id -> words.add(VOCABULARY.word(id)));
        int[] asked = batch.queries().offsets();
        Arrays.stream(batch.queries().words(), asked[story], asked[story + 1])
                .forEach(id -> words.add(VOCABULARY.word(id)));
        words.add(ENCODER.answer(batch.targets()[story]));
        return String.join(" ", words);
    }

    private static String swapped(String text, String one, String other) {
        return text.replace(one, "?").replace(other, one).replace("?", other);
    }

    @Test
    void withoutNoiseNothingIsExchanged() {
        StoryBatch batch = exchanged(PEOPLE).batch(new int[] {1, 0, 1}, Noise.none());
        StoryBatch plain =
                new StoryExamples(ENCODER.encode(EXAMPLES), BUILDER).batch(new int[] {1, 0, 1}, Noise.none());
        assertThat(batch).usingRecursiveComparison().isEqualTo(plain);
    }

    @Test
    void storyQuestionAnswerAndPlacedWordsMoveTogether() {
        StoryBatch plain = exchanged(PEOPLE).batch(new int[] {0}, Noise.none());
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 40; seed++) {
            seen.add(text(exchanged(PEOPLE).batch(new int[] {0}, noise(seed)), 0));
        }
        String text = text(plain, 0);
        assertThat(text).contains("mary\t1").endsWith("milk");
        assertThat(seen).containsExactlyInAnyOrder(text, swapped(text, "mary", "john"));
    }

    @Test
    void anAnswerThatIsNoClassIsNeverGiven() {
        // The example with the answer "tea,milk" stays as it is: "milk,tea" is no answer of the training examples.
        for (int seed = 0; seed < 40; seed++) {
            StoryBatch batch = exchanged(DRINKS).batch(new int[] {0, 1}, noise(seed));
            assertThat(text(batch, 1)).as("seed %d", seed).endsWith("tea,milk").contains("john has tea");
            assertThat(text(batch, 0)).endsWith(text(batch, 0).startsWith("mary has milk") ? "milk" : "tea");
        }
    }

    @Test
    void equalStreamsTellEqualStories() {
        int[] all = {0, 1, 0, 1, 0};
        assertThat(exchanged(PEOPLE).batch(all, noise(7)))
                .usingRecursiveComparison()
                .isEqualTo(exchanged(PEOPLE).batch(all, noise(7)));
    }

    @Test
    void noiseAndExchangesGoTogetherAndAMemoryMayBeShorterThanTheStory() {
        BatchBuilder one = new BatchBuilder(new MemoryLayout(1, TimeRows.NONE, 0));
        EncodedExchanges encoded = new EncodedExchanges(PEOPLE, VOCABULARY, ENCODER);
        ExchangedExamples examples =
                new ExchangedExamples(ENCODER.encode(EXAMPLES), Collections.nCopies(EXAMPLES.size(), encoded), one);
        Set<String> seen = new HashSet<>();
        for (int seed = 0; seed < 60; seed++) {
            Noise noise = new Noise(TimeNoise.EMPTY_SLOTS, 1, true, RandomStreams.of(seed));
            StoryBatch batch = examples.batch(new int[] {1}, noise);
            assertThat(batch.slotOffsets()).as("seed %d", seed).containsExactly(0, 1);
            seen.add(text(batch, 0));
        }
        String last = text(examples.batch(new int[] {1}, Noise.none()), 0);
        assertThat(last).startsWith("john has milk");
        assertThat(seen).contains(last, swapped(last, "john", "mary")).anyMatch(text -> text.startsWith("what"));
    }

    @Test
    void everyExampleNeedsItsExchanges() {
        assertThatThrownBy(() -> new ExchangedExamples(ENCODER.encode(EXAMPLES), List.of(), BUILDER))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 exchanges for 2 examples");
    }
}
