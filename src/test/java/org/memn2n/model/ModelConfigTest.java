package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.PositionWeights;

/** The checks of {@link ModelConfig} and {@link ModelOptions}, and what they derive. */
class ModelConfigTest {
    private static ModelConfig config(ModelOptions.Builder options, Integer... answers) {
        return new ModelConfig(options.build(), 10, 4, 0, List.of(answers));
    }

    private static void refused(Runnable attempt, String... parts) {
        assertThatThrownBy(attempt::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        ModelOptions options = ModelOptions.paper().build();

        refused(() -> new ModelConfig(options, 0, 4, 0, List.of()), "words 0", "null word");
        refused(() -> new ModelConfig(options, 10, 0, 0, List.of()), "memory size 0");
        refused(() -> new ModelConfig(options, 10, 4, -1, List.of()), "length -1");
    }

    @Test
    void answerWordsMustFitTheOutputLayer() {
        ModelOptions.Builder answers = ModelOptions.paper().output(OutputLayer.ANSWERS);
        ModelOptions.Builder vocabulary = ModelOptions.paper().output(OutputLayer.VOCABULARY);

        refused(() -> config(answers), "ANSWERS", "0 answer words");
        refused(() -> config(vocabulary, 3), "VOCABULARY", "1 answer words");
        refused(() -> config(answers, 3, 10), "answer word 10", "10 words");
        refused(() -> config(answers, -1), "answer word -1");
        assertThat(config(answers, 9).classes()).isEqualTo(1);
    }

    @Test
    void numbersThatMakeNoSenseAreNamed() {
        Map<UnaryOperator<ModelOptions.Builder>, String> wrong = new LinkedHashMap<>();
        wrong.put(builder -> builder.dimension(0), "dimension must be at least 1: 0");
        wrong.put(builder -> builder.dimension(65_537), "dimension must be at most 65536: 65537");
        wrong.put(builder -> builder.hops(0), "hops must be at least 1: 0");
        wrong.put(builder -> builder.memorySize(-5), "memory size must be at least 1: -5");
        wrong.put(builder -> builder.initialDeviation(-0.1), "initial deviation must be 0 or more: -0.1");
        wrong.put(builder -> builder.initialDeviation(Double.NaN), "initial deviation must be 0 or more: NaN");
        wrong.put(builder -> builder.initialDeviation(Double.POSITIVE_INFINITY), "Infinity");

        wrong.forEach((change, message) ->
                refused(() -> change.apply(ModelOptions.paper()).build(), message));
    }

    @Test
    void timeWordsAreRowsAndClasses() {
        assertThat(config(ModelOptions.paper()).tableRows()).isEqualTo(10);
        assertThat(config(ModelOptions.paper()).classes()).isEqualTo(10);
        ModelOptions.Builder words = ModelOptions.paper().time(TimeEncoding.WORD);
        assertThat(config(words).tableRows()).isEqualTo(14);
        assertThat(config(words).classes()).isEqualTo(14);
        assertThat(config(words.output(OutputLayer.ANSWERS), 1, 2).classes()).isEqualTo(2);
    }

    @Test
    void emptySlotsCountOnlyWhenAsked() {
        assertThat(config(ModelOptions.paper().emptySlots(EmptySlots.COUNTED)).softmaxWidth())
                .isEqualTo(4);
        assertThat(config(ModelOptions.paper().emptySlots(EmptySlots.MASKED)).softmaxWidth())
                .isZero();
    }

    @Test
    void theListOfAnswersIsACopy() {
        List<Integer> answers = new ArrayList<>(List.of(1, 2));
        ModelOptions options = ModelOptions.paper().output(OutputLayer.ANSWERS).build();
        ModelConfig config = new ModelConfig(options, 10, 4, 0, answers);
        answers.set(0, 99);

        assertThat(config.answerWords()).containsExactly(1, 2);
    }

    @Test
    void theNetworksAreThoseOfThePaper() {
        ModelOptions tasks = ModelOptions.paper().build();
        ModelOptions language = ModelOptions.languageModel().build();

        assertThat(tasks.dimension()).isEqualTo(20);
        assertThat(tasks.hops()).isEqualTo(3);
        assertThat(tasks.memorySize()).isEqualTo(50);
        assertThat(tasks.tying()).isEqualTo(Tying.ADJACENT);
        assertThat(tasks.initialDeviation()).isEqualTo(0.1);
        assertThat(language.dimension()).isEqualTo(150);
        assertThat(language.memorySize()).isEqualTo(100);
        assertThat(language.tying()).isEqualTo(Tying.LAYER_WISE);
        assertThat(language.linearMap()).isTrue();
        assertThat(language.nonlinearity()).isEqualTo(Nonlinearity.HALF);
        assertThat(language.positionWeights()).isEqualTo(PositionWeights.BAG_OF_WORDS);
        assertThat(language.initialDeviation()).isEqualTo(0.05);
    }
}
