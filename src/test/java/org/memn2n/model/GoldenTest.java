package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.Close;

/**
 * Logits, attention, loss and all gradients against an independent implementation, for every tying,
 * encoding and option: {@code golden/network.json}, made by {@code golden/make_golden.py}.
 */
class GoldenTest {
    private static final double TOLERANCE = 1e-5;

    record Config(
            int vocabulary,
            int dim,
            int memorySize,
            int hops,
            Tying tying,
            String encoding,
            int fixedLength,
            boolean time,
            Attention attention,
            EmptySlots emptySlots,
            Nonlinearity nonlinearity,
            boolean linearMap,
            Query query,
            OutputLayer output,
            List<Integer> answerWords) {

        ModelConfig model() {
            ModelOptions options = ModelOptions.paper()
                    .dimension(dim)
                    .hops(hops)
                    .memorySize(memorySize)
                    .tying(tying)
                    .positionWeights(PositionWeights.valueOf(encoding.replace("POSITION_", "")))
                    .time(time ? TimeEncoding.TABLE : TimeEncoding.NONE)
                    .emptySlots(emptySlots)
                    .nonlinearity(nonlinearity)
                    .linearMap(linearMap)
                    .query(query)
                    .output(output)
                    .build();
            return new ModelConfig(options, vocabulary, memorySize, fixedLength, answerWords);
        }
    }

    record Numbers(
            int[] words,
            int[] offsets,
            int[] times,
            int[] slotOffsets,
            int[] queryWords,
            int[] queryOffsets,
            int[] targets) {
        StoryBatch batch() {
            WordLists queries = WordLists.timeless(queryWords, queryOffsets);
            return new StoryBatch(new WordLists(words, offsets, times), slotOffsets, queries, targets);
        }
    }

    record Values(int[] shape, float[] values) {}

    record Expected(double[] logits, List<double[]> attention, double loss, Map<String, double[]> gradients) {}

    record Case(String name, Config config, Numbers batch, Map<String, Values> parameters, Expected expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Golden(String made_by, List<Case> cases) {}

    static List<Case> cases() throws IOException {
        try (InputStream file = GoldenTest.class.getResourceAsStream("/golden/network.json")) {
            return new ObjectMapper()
                    .readValue(Objects.requireNonNull(file), Golden.class)
                    .cases();
        }
    }

    static Stream<Case> everyCase() throws IOException {
        return cases().stream();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void agreesWithTheIndependentImplementation(Case golden) {
        for (Backends.Availability available : Backends.available()) {
            if (available.usable()) {
                try (Backend backend = Backends.open(available.name())) {
                    compare(golden, golden.batch().batch(), backend);
                }
            }
        }
    }

    @Test
    void coversEveryTyingWithEveryEncoding() throws IOException {
        List<Config> configs = cases().stream().map(Case::config).toList();
        assertThat(configs).hasSize(35);
        for (Tying tying : Tying.values()) {
            for (PositionWeights weights : PositionWeights.values()) {
                assertThat(configs)
                        .anyMatch(config ->
                                config.tying() == tying && config.encoding().endsWith(weights.name()));
            }
        }
    }

    @Test
    void noticesWhenTheNetworkIsAnother() throws IOException {
        try (Backend backend = Backends.open("scalar")) {
            for (Case golden : cases()) {
                StoryBatch right = golden.batch().batch();
                int[] words = right.memories().words().clone();
                if (words.length == 0) {
                    continue;
                }
                words[0] = words[0] == 1 ? 2 : 1;
                StoryBatch wrong = new StoryBatch(
                        new WordLists(
                                words,
                                right.memories().offsets(),
                                right.memories().times()),
                        right.slotOffsets(),
                        right.queries(),
                        right.targets());
                assertThatThrownBy(() -> compare(golden, wrong, backend))
                        .as(golden.name() + " with another first word")
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    private static void compare(Case golden, StoryBatch stories, Backend backend) {
        ModelConfig config = golden.config().model();
        ParameterLayout layout = new ParameterLayout(config);
        Map<String, HostTensor> values = new LinkedHashMap<>();
        golden.parameters()
                .forEach((name, tensor) -> values.put(name, new HostTensor(Shape.of(tensor.shape()), tensor.values())));
        Expected expected = golden.expected();
        try (Ops ops = backend.newOps();
                Batch batch = ops.upload(stories);
                Parameters parameters = Parameters.upload(layout, values, ops);
                Parameters gradients = Parameters.zeros(layout, ops);
                MemoryNetwork network = new MemoryNetwork(config, ops);
                Tally tally = ops.newTally()) {
            network.forward(parameters, batch, golden.config().attention());
            ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
            network.backward(parameters, gradients, batch);

            assertClose("logits", ops, network.logits(), expected.logits());
            for (int k = 0; k < config.options().hops(); k++) {
                assertClose(
                        "attention of hop " + k,
                        ops,
                        network.weights(k),
                        expected.attention().get(k));
            }
            Close.assertClose("loss", new double[] {ops.read(tally).loss()}, new double[] {expected.loss()}, TOLERANCE);
            assertThat(values.keySet()).isEqualTo(expected.gradients().keySet());
            expected.gradients()
                    .forEach((name, gradient) ->
                            assertClose("gradient of " + name, ops, gradients.tensor(name), gradient));
        }
    }

    private static void assertClose(String what, Ops ops, Tensor found, double[] expected) {
        Close.assertClose(what, Close.doubles(ops.download(found).values()), expected, TOLERANCE);
    }
}
