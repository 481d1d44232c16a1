package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.GradientCheck;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** The gradients of the whole network by central differences in double precision, in every tying mode. */
class NetworkGradientTest {
    private static final int WORDS = 9;
    private static final int SLOTS = 4;

    static Stream<ModelOptions> networks() {
        List<ModelOptions> networks = new ArrayList<>();
        for (Tying tying : Tying.values()) {
            for (boolean linearMap : new boolean[] {false, true}) {
                for (TimeEncoding time : TimeEncoding.values()) {
                    networks.add(base(tying)
                            .linearMap(linearMap)
                            .time(time)
                            .nonlinearity(linearMap ? Nonlinearity.HALF : Nonlinearity.NONE)
                            .build());
                }
            }
            networks.add(base(tying).output(OutputLayer.ANSWERS).build());
            networks.add(base(tying).emptySlots(EmptySlots.COUNTED).build());
            networks.add(base(tying)
                    .query(Query.CONSTANT)
                    .nonlinearity(Nonlinearity.ALL)
                    .build());
        }
        return networks.stream();
    }

    private static ModelOptions.Builder base(Tying tying) {
        return ModelOptions.paper()
                .tying(tying)
                .dimension(5)
                .hops(3)
                .memorySize(SLOTS)
                .initialDeviation(0.4);
    }

    @ParameterizedTest
    @MethodSource("networks")
    void gradientsAreRight(ModelOptions options) {
        List<Integer> answers = options.output() == OutputLayer.ANSWERS ? List.of(2, 5, 7) : List.of();
        ModelConfig config = new ModelConfig(options, WORDS, SLOTS, 0, answers);
        for (Attention attention : Attention.values()) {
            check(config, attention);
        }
    }

    private static void check(ModelConfig config, Attention attention) {
        ParameterLayout layout = new ParameterLayout(config);
        Map<String, HostTensor> initial =
                Parameters.initial(layout, config.options().initialDeviation(), 5);
        try (Ops ops = new ScalarBackend(Precision.DOUBLE).newOps();
                Batch batch = ops.upload(stories(config));
                Parameters parameters = Parameters.upload(layout, initial, ops);
                Parameters gradients = Parameters.zeros(layout, ops);
                MemoryNetwork network = new MemoryNetwork(config, ops);
                Tally tally = ops.newTally()) {
            DoubleSupplier loss = () -> {
                ops.reset(tally);
                network.forward(parameters, batch, attention);
                ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
                return ops.read(tally).loss();
            };
            assertThat(loss.getAsDouble()).isPositive();
            network.backward(parameters, gradients, batch);
            for (ParameterLayout.Spec spec : layout.specs()) {
                String what = config + " " + attention + " " + spec.name();
                GradientCheck.check(what, loss, parameters.tensor(spec.name()), gradients.tensor(spec.name()));
            }
        }
    }

    /** Stories with repeated and null words; every slot of the tables is used. */
    private static StoryBatch stories(ModelConfig config) {
        StoryBatch batch =
                new RandomInputs(19).batch(new Sizes(12, SLOTS, config.tableRows(), SLOTS, 1), config.classes());
        return config.options().query() == Query.QUESTION
                ? batch
                : new StoryBatch(
                        batch.memories(),
                        batch.slotOffsets(),
                        WordLists.timeless(new int[0], new int[] {0}),
                        batch.targets());
    }
}
