package org.memn2n.testkit;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.memn2n.data.Encoder;
import org.memn2n.data.Vocabulary;
import org.memn2n.model.LengthRule;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.train.RunConfig;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingListener.RestartReport;
import org.memn2n.train.TrainingOptions;

/** Models that nothing was learned by: random weights for the words of simulated stories. */
public final class RandomModels {
    /** J for every sentence where the options say so; stories have shorter and longer ones. */
    private static final int FIXED_LENGTH = 5;

    private static final Vocabulary WORDS = Vocabulary.of(Stories.simulated(5, 1));

    private RandomModels() {}

    /** The words that these models know, without the null word. */
    public static List<String> words() {
        return WORDS.lines().subList(1, WORDS.size());
    }

    /** A model with these choices, whose parameters have their deviation. */
    public static TrainedModel of(ModelOptions options, long seed) {
        boolean answers = options.output() == OutputLayer.ANSWERS;
        List<Integer> answerWords = answers
                ? Arrays.stream(Encoder.answerWords(WORDS, Stories.simulated(5, 1)))
                        .boxed()
                        .toList()
                : List.of();
        int fixedLength = options.lengthRule() == LengthRule.LONGEST ? FIXED_LENGTH : 0;
        ModelConfig config = new ModelConfig(options, WORDS.size(), options.memorySize(), fixedLength, answerWords);
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
                WORDS,
                Parameters.initial(new ParameterLayout(config), options.initialDeviation(), seed),
                new RestartReport("random", 1, 0, 0, 0, 0, 0));
    }

    /** A text of so many words, of which about one in ten is unknown. */
    public static String sentence(RandomInputs inputs, int words) {
        return String.join(
                " ",
                IntStream.range(0, words)
                        .mapToObj(i -> inputs.number(10) == 0
                                ? "zed" + inputs.number(3)
                                : words().get(inputs.number(words().size())))
                        .toList());
    }
}
