package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
            simulator.writeStory(story, stories[story]);
        }
        assertThat(String.join("", stories)).isEqualTo(Texts.of(settings));
    }

    /** A change of this text changes every simulated data set: make it knowingly. */
    @Test
    void theFirstStoryOfSeedOneStaysAsItIs() {
        assertThat(Texts.of(SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(1)))
                .isEqualTo("""
                        1 Emma hurried to the cellar.
                        2 Emma got the book.
                        3 Emma let go of the book.
                        4 Where is the book?\tcellar\t3 1
                        5 Oscar collected the lamp.
                        6 Oscar headed to the attic.
                        7 Where is the lamp?\tattic\t5 6
                        8 Hugo hurried to the library.
                        9 Emma picked up the book.
                        10 Where is the book?\tcellar\t9 1
                        11 Oscar set down the lamp.
                        12 Hugo moved to the balcony.
                        13 Where is the book?\tcellar\t9 1
                        14 Oscar took the lamp.
                        15 Where is the book?\tcellar\t9 1
                        """);
    }

    @Test
    void noStoriesAreNoText() {
        assertThat(Texts.of(SimulationSettings.of(StoryTask.WHERE_IS_PERSON).withStories(0)))
                .isEmpty();
    }

    @Test
    void questionsAreSpreadOverTheSentences() {
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(1).withLength(8, 3);
        List<Integer> questionLines = StoryLines.questions(Texts.of(settings)).stream()
                .map(StoryLines.Asked::number)
                .toList();
        assertThat(questionLines).containsExactly(5, 8, 11);
    }

    @Test
    void unendingTextPassesInSmallPieces() {
        SimulationSettings manyStories =
                SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(Long.MAX_VALUE);
        SimulationSettings longStory = manyStories.withLength(1_000_000_000, 999_999_999);
        for (SimulationSettings settings : List.of(manyStories, longStory)) {
            FullDisk disk = new FullDisk(1_000_000);
            assertThatThrownBy(() -> new StorySimulator(settings).write(disk))
                    .isInstanceOf(IOException.class)
                    .hasMessage("disk full");
            assertThat(disk.longestPiece).isLessThan(10_000);
        }
    }

    @Test
    void namesOfAnyAlphabetAreWritten() {
        Lexicon lexicon = new Lexicon(
                List.of("Zoë", "Łucja"),
                List.of("κουζίνα", "cave\u0301"),
                List.of("灯"),
                List.of("went to"),
                List.of("took"),
                List.of("dropped"));
        SimulationSettings settings =
                SimulationSettings.of(StoryTask.WHERE_IS_OBJECT).withStories(50).withSizes(2, 2, 1);
        String text = Texts.of(settings, lexicon);
        assertThat(text).contains("Zoë took the 灯.\n", "Łucja went to the κουζίνα.\n");
        assertThat(new StoryChecker(lexicon).complaints(text)).isEmpty();
    }

    @Test
    void aLexiconWithTooFewWordsIsRefused() {
        SimulationSettings settings = SimulationSettings.of(StoryTask.WHERE_IS_OBJECT);
        assertThatThrownBy(() -> new StorySimulator(settings.withSizes(17, 2, 1)))
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessage("the number of people is 17, but the lexicon has words for 16; ask for at most 16 or give a"
                        + " larger lexicon");
        assertThatThrownBy(() -> new StorySimulator(settings.withSizes(1, 17, 1)))
                .hasMessageContaining("the number of places is 17");
        assertThatThrownBy(() -> new StorySimulator(settings.withSizes(1, 2, 17)))
                .hasMessageContaining("the number of objects is 17");
    }

    @Test
    void aNegativeStoryNumberIsRefused() {
        StorySimulator simulator = new StorySimulator(SimulationSettings.of(StoryTask.WHERE_IS_PERSON));
        assertThatThrownBy(() -> simulator.writeStory(-1, new StringBuilder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("story -1");
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
