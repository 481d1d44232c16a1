package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.model.EmptySlots;
import org.memn2n.model.LengthRule;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.Nonlinearity;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.PositionWeights;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomModels;

/** On every backend of this machine a story gives the answers of {@link Predictor#answer}, whatever the network. */
class StoryContractTest {
    private static final int MEMORY = 4;

    /** How many sentences a story has when it is asked about: none, some, up to the memory's size and beyond. */
    private static final int[] LENGTHS = {0, 1, 2, MEMORY - 1, MEMORY, MEMORY + 1, 3 * MEMORY};

    /** Of all networks every so manyth where a launch takes long; a prime, so that all choices occur with all others. */
    private static final int STEP_ON_STAND_INS = 41;

    static Stream<String> usableBackends() {
        return Backends.available().stream()
                .filter(Backends.Availability::usable)
                .map(Backends.Availability::name);
    }

    /** Every combination of choices that reach the way from sentences and a question to an answer. */
    private static List<ModelOptions> networks() {
        List<ModelOptions> networks = List.of(ModelOptions.paper()
                .dimension(7)
                .memorySize(MEMORY)
                .initialDeviation(0.4)
                .build());
        networks = each(networks, List.of(Tying.values()), ModelOptions.Builder::tying);
        networks = each(networks, List.of(false, true), ModelOptions.Builder::linearMap);
        networks = each(networks, List.of(PositionWeights.values()), ModelOptions.Builder::positionWeights);
        networks = each(networks, List.of(LengthRule.values()), ModelOptions.Builder::lengthRule);
        networks = each(networks, List.of(TimeEncoding.values()), ModelOptions.Builder::time);
        networks = each(networks, List.of(EmptySlots.values()), ModelOptions.Builder::emptySlots);
        networks = each(networks, List.of(Nonlinearity.values()), ModelOptions.Builder::nonlinearity);
        return each(networks, List.of(OutputLayer.values()), ModelOptions.Builder::output);
    }

    /** Sets one choice of a builder. */
    private interface Choice<T> {
        ModelOptions.Builder set(ModelOptions.Builder builder, T value);
    }

    private static <T> List<ModelOptions> each(List<ModelOptions> networks, List<T> values, Choice<T> choice) {
        return networks.stream()
                .flatMap(network -> values.stream()
                        .map(value -> choice.set(builder(network), value).build()))
                .toList();
    }

    private static ModelOptions.Builder builder(ModelOptions options) {
        return ModelOptions.paper()
                .dimension(options.dimension())
                .hops(options.hops())
                .memorySize(options.memorySize())
                .tying(options.tying())
                .linearMap(options.linearMap())
                .positionWeights(options.positionWeights())
                .lengthRule(options.lengthRule())
                .time(options.time())
                .emptySlots(options.emptySlots())
                .nonlinearity(options.nonlinearity())
                .output(options.output())
                .initialDeviation(options.initialDeviation());
    }

    @ParameterizedTest
    @MethodSource("usableBackends")
    void givesTheAnswersOfAPredictor(String name) {
        List<ModelOptions> networks = networks();
        assertThat(networks).hasSize(3 * 2 * 3 * 2 * 3 * 2 * 3 * 2).doesNotHaveDuplicates();
        boolean all = name.equals("scalar") || name.equals("simd");
        try (Backend backend = Backends.open(name)) {
            for (int i = 0; i < networks.size(); i += all ? 1 : STEP_ON_STAND_INS) {
                compare(networks.get(i), backend, i);
            }
        }
    }

    private static void compare(ModelOptions network, Backend backend, long seed) {
        RandomInputs inputs = new RandomInputs(seed);
        List<String> told = new ArrayList<>();
        try (Predictor predictor = new Predictor(RandomModels.of(network, seed), backend);
                Story story = predictor.story()) {
            for (int length : LENGTHS) {
                while (told.size() < length) {
                    // Some have no words, some are longer than the fixed length of a formula.
                    String sentence = RandomModels.sentence(inputs, inputs.number(8));
                    told.add(sentence);
                    story.append(sentence);
                }
                String question = RandomModels.sentence(inputs, inputs.number(5));
                String what = network + ", seed " + seed + ", story " + told + ", question " + question;
                assertSame(what, story.answer(question), predictor.answer(told, question));
            }
        }
    }

    private static void assertSame(String what, Answer found, Answer expected) {
        assertThat(found.unknownWords()).as(what).isEqualTo(expected.unknownWords());
        assertThat(found.droppedSentences()).as(what).isEqualTo(expected.droppedSentences());
        assertThat(found.device()).as(what).isEqualTo(expected.device());
        assertThat(found.attention()).as(what).hasSameSizeAs(expected.attention());
        for (int hop = 0; hop < expected.attention().size(); hop++) {
            close(
                    what + ", hop " + hop,
                    found.attention().get(hop),
                    expected.attention().get(hop));
        }
        close(what, probabilities(found), probabilities(expected));
        assertThat(found.probability()).as(what).isEqualTo(found.top().get(0).probability());
        assertThat(found.text()).as(what).isEqualTo(expected.text());
    }

    private static List<Double> probabilities(Answer answer) {
        return answer.top().stream().map(Answer.Choice::probability).toList();
    }

    private static void close(String what, List<Double> found, List<Double> expected) {
        Close.assertClose(
                what,
                found.stream().mapToDouble(Double::doubleValue).toArray(),
                expected.stream().mapToDouble(Double::doubleValue).toArray(),
                Close.SINGLE_FORWARD);
    }

    /** The comparison itself: an answer about another story is not the same. */
    @Test
    void noticesAnotherOrderAndAMissingSentence() {
        try (Backend backend = Backends.open("scalar")) {
            ModelOptions network = networks().get(0);
            try (Predictor predictor = new Predictor(RandomModels.of(network, 1), backend)) {
                List<String> words = RandomModels.words();
                Answer right = predictor.answer(List.of(words.get(1), words.get(2)), words.get(3));
                for (List<String> wrong : List.of(List.of(words.get(2), words.get(1)), List.of("", words.get(2)))) {
                    Answer other = predictor.answer(wrong, words.get(3));
                    assertThatThrownBy(() -> assertSame("", other, right)).isInstanceOf(AssertionError.class);
                }
            }
        }
    }
}
