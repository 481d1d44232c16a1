package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.data.Example;
import org.memn2n.data.StoryStatistics;
import org.memn2n.data.simulation.language.Lexicon;
import org.memn2n.testkit.Stories;

/** No task is easier to guess than the bAbI task it stands for; {@code docs/simulator.md} has the figures of both. */
@Tag("once") // the same on every JDK, so one is enough
class GuessingTest {
    /** Of the real files of 1,000 questions, by task: share of the most common answer, and of those the question gives away. */
    private static final Map<Integer, List<Double>> REAL = Map.ofEntries(
            Map.entry(1, List.of(.187, .155)),
            Map.entry(2, List.of(.187, .190)),
            Map.entry(3, List.of(.185, .181)),
            Map.entry(4, List.of(.171, .202)),
            Map.entry(5, List.of(.189, .334)),
            Map.entry(6, List.of(.497, .494)),
            Map.entry(7, List.of(.488, .489)),
            Map.entry(8, List.of(.336, .336)),
            Map.entry(9, List.of(.638, .626)),
            Map.entry(10, List.of(.437, .439)),
            Map.entry(11, List.of(.187, .175)),
            Map.entry(12, List.of(.152, .174)),
            Map.entry(13, List.of(.154, .156)),
            Map.entry(14, List.of(.162, .222)),
            Map.entry(15, List.of(.213, .211)),
            Map.entry(16, List.of(.236, .252)),
            Map.entry(17, List.of(.520, .457)),
            Map.entry(18, List.of(.469, .531)),
            Map.entry(19, List.of(.081, .091)),
            Map.entry(20, List.of(.180, .721)));

    /** With the many questions here a guess is worth its chance; with the 1,000 of the real files it is that within 5 points. */
    private static final double TOLERANCE = 0.05;

    @ParameterizedTest
    @EnumSource
    void guessesAreWorthNoMoreThanOnTheRealFiles(StoryTask task) {
        SimulationSettings settings = SimulationSettings.of(task).withStories(1 + 20_000 / task.usualQuestions());
        List<Example> training = examples(settings.withSeed(31));
        List<Example> test = examples(settings.withSeed(32));
        StoryStatistics found = StoryStatistics.of(training, test);
        List<Double> real = Objects.requireNonNull(REAL.get(task.number()));
        assertThat(found.mostCommonAnswer()).as("%s, seeds 31 and 32", task).isLessThan(real.get(0) + TOLERANCE);
        assertThat(found.fromQuestion()).as("%s, seeds 31 and 32", task).isLessThan(real.get(1) + TOLERANCE);
    }

    private static List<Example> examples(SimulationSettings settings) {
        Lexicon words = Lexicon.builtIn("babi", settings.task().number());
        return Stories.read(Texts.of(settings, words));
    }
}
