package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.memn2n.model.MemoryNetwork;
import org.memn2n.model.ModelConfig;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.ParameterLayout;
import org.memn2n.model.Parameters;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Whole training steps: the same bits however many threads there are and whatever the JVM has compiled, and no garbage. */
class StepsTest {
    private static final UpdateRule RULE = new UpdateRule(0.01, 1, new Clip(Clip.Kind.GLOBAL, 5));

    /**
     * What a step may allocate in its thread: shapes and lists made on the way to the backend. Vectors on the heap would
     * be ten times as much.
     */
    private static final long MOST_BYTES = 12_000;

    /** A network on one batch, which can be put back to its beginning. */
    private static final class Trainer implements AutoCloseable {
        private final Ops ops;
        private final MemoryNetwork network;
        private final Map<String, HostTensor> start;
        private final Parameters parameters;
        private final Parameters gradients;
        private final List<Trained> trained;
        private final Batch batch;
        private final Tally tally;

        Trainer(Backend backend, ModelOptions options, StoryBatch stories, int words) {
            ModelConfig config = new ModelConfig(options, words, options.memorySize(), 0, List.of());
            ParameterLayout layout = new ParameterLayout(config);
            ops = backend.newOps();
            network = new MemoryNetwork(config, ops);
            start = Parameters.initial(layout, 0.1, 7);
            parameters = Parameters.upload(layout, start, ops);
            gradients = Parameters.zeros(layout, ops);
            trained = parameters.with(gradients);
            batch = ops.upload(stories);
            tally = ops.newTally();
        }

        void step() {
            network.forward(parameters, batch, Attention.SOFTMAX);
            ops.crossEntropy(batch, network.logits(), network.logitsGradient(), tally);
            network.backward(parameters, gradients, batch);
            ops.update(trained, RULE, 1, tally);
        }

        Map<String, HostTensor> afterThreeSteps() {
            start.forEach((name, values) -> ops.upload(values, parameters.tensor(name)));
            for (int i = 0; i < 3; i++) {
                step();
            }
            return parameters.download(ops);
        }

        @Override
        public void close() {
            List.of(tally, batch, gradients, parameters, network, ops).forEach(Trainer::close);
        }

        private static void close(AutoCloseable resource) {
            try {
                resource.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static Trainer questions(Backend backend) {
        Sizes sizes = new Sizes(32, 40, 90, 40, 20);
        return new Trainer(
                backend, ModelOptions.paper().memorySize(40).build(), new RandomInputs(11).batch(sizes, 90), 90);
    }

    /** Tables too large to be folded, several parts in every operation, with the map, the ReLU and no question. */
    private static Trainer language(Backend backend) {
        Sizes sizes = new Sizes(48, 30, 6000, 30, 50);
        ModelOptions options = ModelOptions.languageModel()
                .dimension(50)
                .memorySize(30)
                .hops(3)
                .build();
        return new Trainer(backend, options, new RandomInputs(12).batch(sizes, 6000), 6000);
    }

    @Test
    void threadsDoNotMatter() {
        Map<String, HostTensor> questions = Map.of();
        Map<String, HostTensor> language = Map.of();
        for (int threads = 1; threads <= 4; threads++) {
            try (Backend backend = new SimdBackend(threads);
                    Trainer one = questions(backend);
                    Trainer two = language(backend)) {
                Map<String, HostTensor> first = one.afterThreeSteps();
                Map<String, HostTensor> second = two.afterThreeSteps();
                if (threads > 1) {
                    assertThat(Bits.difference(first, questions))
                            .as("%d threads", threads)
                            .isEmpty();
                    assertThat(Bits.difference(second, language))
                            .as("%d threads", threads)
                            .isEmpty();
                }
                questions = first;
                language = second;
            }
        }
    }

    /** From the interpreter to compiled code: the Vector API's own sums would differ. */
    @ParameterizedTest
    @EnumSource(names = {"BY_SLOT", "BY_WORD"})
    void compilationChangesNoBit(StoryWay way) {
        try (Backend backend = new SimdBackend(1, way);
                Trainer trainer = questions(backend)) {
            Map<String, HostTensor> first = trainer.afterThreeSteps();
            long end = System.nanoTime() + 4_000_000_000L;
            for (int steps = 0; System.nanoTime() < end; steps += 3) {
                assertThat(Bits.difference(trainer.afterThreeSteps(), first))
                        .as("after %d steps", steps)
                        .isEmpty();
            }
        }
    }

    /**
     * When all is compiled, vectors stay in registers and no array is made. In a JVM of its own, because what other tests
     * have run decides what the compiler sees through. JDK 17 does not get that far.
     */
    @ParameterizedTest
    @EnumSource(names = {"BY_SLOT", "BY_WORD"})
    @EnabledForJreRange(minVersion = 25)
    void compiledStepsLeaveNoGarbage(StoryWay way, @TempDir Path folder) throws IOException, InterruptedException {
        Path outcome = folder.resolve("outcome.txt");
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Garbage.class.getName(),
                        outcome.toString(),
                        way.name())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        assertThat(Long.parseLong(Files.readString(outcome)))
                .as("bytes allocated in a step")
                .isLessThanOrEqualTo(MOST_BYTES);
    }

    /** Writes the fewest bytes that a step allocated into the file it is given, going the way it is given. */
    static final class Garbage {
        private Garbage() {}

        /** Ends when it is few enough, or after a minute. */
        public static void main(String[] arguments) throws IOException {
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long least = Long.MAX_VALUE;
            try (Backend backend = new SimdBackend(1, StoryWay.valueOf(arguments[1]));
                    Trainer trainer = questions(backend)) {
                long end = System.nanoTime() + 60_000_000_000L;
                while (least > MOST_BYTES && System.nanoTime() < end) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    trainer.step();
                    least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
                }
            }
            Files.writeString(Path.of(arguments[0]), Long.toString(least));
        }
    }
}
