package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.memn2n.data.Answers;
import org.memn2n.data.BabiReader;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;

final class DemoCommandTest {
    private static final Pattern ACCURACY = Pattern.compile("right on ([0-9.]+) % of (\\d+) questions");
    private static final String NUMBER = " +[▏▎▍▌▋▊▉█]* +[01]\\.\\d\\d";

    @Test
    void learnsAndShowsARightAnswerWithTheAttentionOfEachHopToEachSentence() throws IOException {
        Outcome demo = Outcome.ofLine("demo --task 1 --seed 1 --device scalar").success();

        Matcher accuracy = ACCURACY.matcher(demo.out());
        assertThat(accuracy.find()).as(demo.out()).isTrue();
        assertThat(Double.parseDouble(accuracy.group(1))).isGreaterThanOrEqualTo(95);
        assertThat(accuracy.group(2)).isEqualTo("1000");

        List<String> lines = demo.lines();
        int question = lines.indexOf("") + 1;
        Example shown = shown(lines.get(question), lines.subList(question + 4, lines.size()));
        assertThat(lines.get(question + 1)).matches(shown.answer() + "  \\(\\d+\\.\\d %\\)");
        assertThat(lines.get(question + 3).strip().split(" {2,}")).containsExactly("hop 1", "hop 2", "hop 3");
    }

    /** The simulated question that is shown with all its story, a line each and three weights in it. */
    private static Example shown(String question, List<String> rows) throws IOException {
        List<String> story = rows.stream()
                .map(row -> {
                    assertThat(row).matches(" {2}[A-Z][^.]+\\.(" + NUMBER + "){3}");
                    return row.substring(2, row.indexOf('.') + 1);
                })
                .toList();
        return testExamples().stream()
                .filter(example -> example.question().text().equals(question))
                .filter(example ->
                        example.story().stream().map(Sentence::text).toList().equals(story))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no test story is " + story + " " + question));
    }

    private static List<Example> testExamples() throws IOException {
        StringBuilder text = new StringBuilder();
        SimulationSettings settings = SimulationSettings.of(StoryTask.SINGLE_FACT);
        new StorySimulator(settings.withStories(200).withSeed(2)).write(text);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return BabiReader.read(new ByteArrayInputStream(bytes), "test stories", 1, Answers.REQUIRED);
    }
}
