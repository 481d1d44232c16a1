package org.memn2n.benchmarks.stories;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.memn2n.benchmarks.work.SyntheticData;
import org.memn2n.data.Vocabulary;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.train.RunConfig;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingListener.RestartReport;
import org.memn2n.train.TrainingOptions;

/**
 * A story of random words, and a network of random weights whose memory just holds it.
 *
 * @param sentences how many, and slots of the memory
 * @param dimension d
 */
record LongStory(int sentences, int dimension) {
    /** Words of the vocabulary without the null word, and of a sentence. */
    private static final int WORDS = 180;

    private static final int LENGTH = 7;

    /** A stream of {@link SyntheticData} that nothing else uses. */
    private static final int STREAM = 1000;

    /** The paper's network otherwise: 3 hops, adjacent tying, position and temporal encoding. */
    TrainedModel model() {
        ModelOptions options =
                ModelOptions.paper().dimension(dimension).memorySize(sentences).build();
        List<String> lines = new ArrayList<>(List.of(Vocabulary.NULL_WORD));
        IntStream.range(0, WORDS).mapToObj(LongStory::word).forEach(lines::add);
        ModelConfig config = new ModelConfig(options, lines.size(), sentences, 0, List.of());
        RunConfig run = new RunConfig(
                RunConfig.FORMAT,
                "random",
                List.of(),
                config,
                TrainingOptions.paper().build(),
                new RunConfig.Data(0, 0, ""),
                new RunConfig.Made("", "", ""));
        return new TrainedModel(
                run,
                Vocabulary.ofLines(lines, "random words"),
                Parameters.initial(new ParameterLayout(config), options.initialDeviation(), 1),
                new RestartReport("random", 1, 0, 0, 0, 0, 0));
    }

    private static String word(int i) {
        return "word" + i;
    }

    /** The sentences, oldest first. */
    List<String> told() {
        return IntStream.range(0, sentences).mapToObj(this::sentence).toList();
    }

    /** Some sentence. */
    String sentence(int number) {
        return IntStream.range(0, LENGTH)
                .mapToObj(i -> word((int) (WORDS * SyntheticData.uniform(STREAM, (long) number * LENGTH + i))))
                .collect(Collectors.joining(" ", "", "."));
    }

    /** A question of four words. */
    String question() {
        return "word1 word2 word3 word4?";
    }
}
