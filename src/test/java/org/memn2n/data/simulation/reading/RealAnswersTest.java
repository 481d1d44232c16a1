package org.memn2n.data.simulation.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.data.simulation.StoryTask;

/**
 * The reader that checks simulated stories answers the real test files, so both mean the same by the same words. Runs
 * with {@code -Dmemn2n.babi=FOLDER}, the unpacked folder {@code en} of the bAbI archive, which is not part of the project.
 */
@EnabledIfSystemProperty(named = "memn2n.babi", matches = ".+")
class RealAnswersTest {
    /** Questions answered otherwise: older gifts asked for, lists in another order, kinds of animals of two colours. */
    private static final Map<Integer, Integer> OTHERWISE = Map.of(5, 2, 8, 4, 16, 5);

    @ParameterizedTest
    @EnumSource
    void theReaderGivesTheRealAnswers(StoryTask task) throws IOException {
        List<String> wrong = StoryChecker.of("babi", false).complaints(text(task)).stream()
                .filter(complaint -> complaint.contains("but the text says"))
                .toList();
        assertThat(wrong).as("task %d", task.number()).hasSize(OTHERWISE.getOrDefault(task.number(), 0));
    }

    private static String text(StoryTask task) throws IOException {
        String name = "qa" + task.number() + "_" + task.title() + "_test.txt";
        return RealStories.withNames(
                Files.readString(Path.of(System.getProperty("memn2n.babi", ".")).resolve(name)));
    }
}
