package org.memn2n.data.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.data.simulation.language.Lexicon;
import org.memn2n.data.simulation.reading.RealStories;
import org.memn2n.data.simulation.reading.StoryChecker;
import org.memn2n.random.RandomStreams;
import org.memn2n.testkit.Stories;

/** After an exchange that was found, a reader who knows nothing but the text and the language still gives every answer. */
@Tag("once") // the same on every JDK, so one is enough
class ExchangedStoriesTest {
    private static final int STORIES = 500;
    private static final long SEED = 31;

    private static String simulated(StoryTask task, String lexicon) {
        return simulated(task, lexicon, STORIES);
    }

    private static String simulated(StoryTask task, String lexicon, int stories) {
        StringBuilder text = new StringBuilder();
        try {
            new StorySimulator(
                            SimulationSettings.of(task).withStories(stories).withSeed(SEED),
                            Lexicon.builtIn(lexicon, task.number()))
                    .write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Every story told with other words, drawn anew for each. */
    private static String retold(String text, WordExchanges exchanges, RandomGenerator random) {
        Retelling retelling = new Retelling(text);
        StringBuilder retold = new StringBuilder();
        Map<String, String> images = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("1 ")) {
                images.clear();
                images.putAll(exchanges.draw(random));
            }
            retold.append(retelling.line(line, images)).append('\n');
        }
        retold.setLength(retold.length() - 1);
        return retold.toString();
    }

    @ParameterizedTest
    @EnumSource
    void everyAnswerStaysRight(StoryTask task) {
        for (String lexicon : List.of("english", "babi")) {
            String text = simulated(task, lexicon);
            WordExchanges exchanges = WordExchanges.of(Stories.read(text));
            String retold = retold(text, exchanges, RandomStreams.of(SEED));
            assertThat(StoryChecker.of(lexicon, false).complaints(retold).stream()
                            .filter(complaint -> complaint.contains("but the text says")))
                    .as("task %d in %s, seed %d: %s", task.number(), lexicon, SEED, exchanges)
                    .isEmpty();
            if (Arrays.asList(1, 2, 3, 6, 9, 10, 11, 12, 13, 14, 19).contains(task.number())) {
                assertThat(retold)
                        .as("task %d in %s: %s", task.number(), lexicon, exchanges)
                        .isNotEqualTo(text);
            }
        }
    }

    /** Few stories show little of the company that words keep, and what has more than a name must not move then either. */
    @ParameterizedTest
    @ValueSource(ints = {15, 25, 40, 60, 80, 110, 160})
    void kindsOfAnimalsAndMotivesStayRightWithFewStories(int stories) {
        for (StoryTask task :
                List.of(StoryTask.DEDUCTION, StoryTask.INDUCTION, StoryTask.SIZES, StoryTask.MOTIVATIONS)) {
            String text = simulated(task, "babi", stories);
            WordExchanges exchanges = WordExchanges.of(Stories.read(text));
            assertThat(wrong(retold(text, exchanges, RandomStreams.of(SEED))))
                    .as("%d stories of %s, seed %d: %s", stories, task, SEED, exchanges)
                    .isEmpty();
        }
    }

    /** With {@code -Dmemn2n.babi=FOLDER}, the unpacked folder {@code en} of the bAbI archive. */
    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "memn2n.babi", matches = ".+")
    void noMoreRealAnswersAreWrongThanBefore(StoryTask task) throws IOException {
        String name = "qa" + task.number() + "_" + task.title() + "_train.txt";
        String text = RealStories.withNames(
                Files.readString(Path.of(System.getProperty("memn2n.babi", ".")).resolve(name)));
        WordExchanges exchanges = WordExchanges.of(Stories.read(text));
        String retold = retold(text, exchanges, RandomStreams.of(SEED));
        assertThat(wrong(retold)).as("task %d: %s", task.number(), exchanges).hasSameSizeAs(wrong(text));
    }

    private static List<String> wrong(String text) {
        return StoryChecker.of("babi", false).complaints(text).stream()
                .filter(complaint -> complaint.contains("but the text says"))
                .toList();
    }

    @Test
    void theReaderNoticesAWrongExchange() {
        String text = simulated(StoryTask.YES_NO, "english");
        WordExchanges wrong = new WordExchanges(List.of(List.of("yes", "no")), List.of());
        assertThat(StoryChecker.of("english", false).complaints(retold(text, wrong, RandomStreams.of(SEED))))
                .anyMatch(complaint -> complaint.contains("but the text says"));
    }
}
