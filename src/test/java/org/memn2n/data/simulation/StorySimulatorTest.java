package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.data.DataException;
import org.memn2n.data.simulation.reading.StoryLines;
import org.memn2n.data.simulation.world.Noun;

class StorySimulatorTest {
    @ParameterizedTest
    @EnumSource
    void equalSeedsGiveEqualTextAndOtherSeedsOtherText(StoryTask task) {
        SimulationSettings settings = SimulationSettings.of(task).withStories(50);
        assertThat(Texts.of(settings)).isEqualTo(Texts.of(settings));
        assertThat(Texts.of(settings.withSeed(2))).isNotEqualTo(Texts.of(settings.withSeed(3)));
        assertThat(Texts.of(settings.withSeed(Long.MIN_VALUE))).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void fewerStoriesAreThePrefixOfMore(StoryTask task) {
        SimulationSettings settings = SimulationSettings.of(task);
        String many = Texts.of(settings.withStories(60));
        for (int stories : new int[] {0, 1, 17, 59}) {
            assertThat(many).startsWith(Texts.of(settings.withStories(stories)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void storiesCanBeWrittenOneByOneInAnyOrder(StoryTask task) throws IOException {
        SimulationSettings settings = SimulationSettings.of(task).withStories(20);
        StorySimulator simulator = new StorySimulator(settings);
        StringBuilder[] stories = new StringBuilder[20];
        for (int story = 19; story >= 0; story--) {
            stories[story] = new StringBuilder();
            simulator.write(story, 1, stories[story]);
        }
        assertThat(String.join("", stories)).isEqualTo(Texts.of(settings));
    }

    /** A change of this text changes every simulated data set: make it knowingly. */
    @Test
    void theFirstStoryOfSeedOneStaysAsItIs() {
        assertThat(Texts.of(SimulationSettings.of(StoryTask.TWO_FACTS)
                        .withStories(1)
                        .withLength(10, 5)))
                .isEqualTo("""
                        1 Nora got the lamp.
                        2 Nora ran to the kitchen.
                        3 Where is the lamp?\tkitchen\t1 2
                        4 Hugo ran to the kitchen.
                        5 Hugo walked to the attic.
                        6 Where is the lamp?\tkitchen\t1 2
                        7 Emma collected the key.
                        8 Nora let go of the lamp.
                        9 Where is the lamp?\tkitchen\t8 2
                        10 Nora picked up the lamp.
                        11 Hugo ran to the library.
                        12 Where is the lamp?\tkitchen\t10 2
                        13 Oscar went to the garage.
                        14 Hugo lifted the book.
                        15 Where is the lamp?\tkitchen\t10 2
                        """);
    }

    @Test
    void noStoriesAreNoText() {
        assertThat(Texts.of(SimulationSettings.of(StoryTask.SINGLE_FACT).withStories(0)))
                .isEmpty();
    }

    @Test
    void questionsAreSpreadOverTheSentences() {
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.TWO_FACTS).withStories(1).withLength(8, 3);
        List<Integer> questionLines = StoryLines.questions(Texts.of(settings)).stream()
                .map(StoryLines.Line::number)
                .toList();
        assertThat(questionLines).containsExactly(4, 8, 11);
    }

    @Test
    void unendingTextPassesInSmallPieces() {
        SimulationSettings manyStories =
                SimulationSettings.of(StoryTask.TWO_FACTS).withStories(Long.MAX_VALUE);
        SimulationSettings longStory = manyStories.withLength(500_000_000, 499_999_999);
        for (SimulationSettings settings : List.of(manyStories, longStory)) {
            FullDisk disk = new FullDisk(1_000_000);
            assertThatThrownBy(() -> new StorySimulator(settings).write(disk))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
            assertThat(disk.longestPiece).isLessThan(10_000);
        }
    }

    /** A billion sentences of any task would pass in small pieces, and memory does not grow with the stories. */
    @ParameterizedTest
    @EnumSource
    void unendingStoriesOfEveryTaskPassInSmallPieces(StoryTask task) {
        SimulationSettings settings = SimulationSettings.of(task).withStories(Long.MAX_VALUE);
        FullDisk disk = new FullDisk(1_000_000);
        assertThatThrownBy(() -> new StorySimulator(settings).write(disk)).hasMessage("disk full");
        assertThat(disk.longestPiece).isLessThan(10_000);
    }

    @Test
    void distractorsAreSpreadOverTheStoryAndNeverComeBetweenASentenceAndOneThatRefersBack() {
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.COREFERENCE).withStories(300).withDistractors(10);
        int[] distractions = new int[26];
        for (List<StoryLines.Line> story : StoryLines.of(Texts.of(settings))) {
            for (StoryLines.Line line : story) {
                boolean isDistraction = line.sentence().matches("\\w+ (?:thought|spoke|yawned|sang|laughed).*");
                distractions[line.number()] += isDistraction ? 1 : 0;
                if (line.sentence().matches(".* s?he .*")) {
                    assertThat(story.get(line.number() - 2).sentence()).matches("\\w+ \\w+ to the \\w+\\.");
                }
            }
        }
        assertThat(Arrays.stream(distractions).sum()).isEqualTo(300 * 10);
        assertThat(Arrays.stream(distractions, 1, 24)).allMatch(count -> count > 10);
    }

    @Test
    void skippedNamesAreOthers() {
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.SINGLE_FACT).withStories(100).withSkippedNames(6);
        assertThat(Texts.of(settings))
                .contains("Ruth", "pantry")
                .doesNotContain("Emma", "Oscar", "kitchen", "balcony", "library");
    }

    @Test
    void thereAreNamesForAnyNumberOfThings() {
        SimulationSettings settings = SimulationSettings.of(StoryTask.SINGLE_FACT)
                .withStories(1)
                .withSizes(5000, 3000, 0)
                .withLength(20_000, 1);
        String[] words = Texts.of(settings).split("[ .\n]+", -1);
        assertThat(new HashSet<>(Arrays.asList(words))).hasSizeGreaterThan(7000);
    }

    @Test
    void aLexiconWithTooFewWordsIsRefused() {
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.MOTIVATIONS).with(Noun.MOTIVE, 9);
        assertThatThrownBy(() -> new StorySimulator(settings))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        "english: found 8 names of the class motive, expected 9 or more, or a smaller number of them in"
                                + " the stories");
    }

    @Test
    void aNegativeStoryNumberIsRefused() {
        StorySimulator simulator = new StorySimulator(SimulationSettings.of(StoryTask.SINGLE_FACT));
        assertThatThrownBy(() -> simulator.write(-1, 1, new StringBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from -1");
    }

    /** Takes so many characters and then fails. */
    private static final class FullDisk implements Appendable {
        private final int room;
        private int used;
        private int longestPiece;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public Appendable append(CharSequence piece) throws IOException {
            used += piece.length();
            longestPiece = Math.max(longestPiece, piece.length());
            if (used > room) {
                throw new IOException("disk full");
            }
            return this;
        }

        @Override
        public Appendable append(CharSequence piece, int start, int end) throws IOException {
            return append(piece.subSequence(start, end));
        }

        @Override
        public Appendable append(char character) throws IOException {
            return append(String.valueOf(character));
        }
    }
}
