package org.memn2n.ops.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuKernels;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.Close;
import org.memn2n.testkit.Composed;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;
import org.memn2n.testkit.StoryCases;

/** Whole stories in one launch against the single operations that define them, on the same device. */
class GpuStoryStandInTest {
    private static final long SEED = 11;

    private final List<GpuKernel> launched = new ArrayList<>();
    private CudaDevice device;
    private Kernels fused;

    @BeforeEach
    void open() {
        assertThat(CudaLibrary.refusal()).as("why CUDA cannot be used").isNull();
        device = new CudaDevice(0);
        fused = new GpuKernels(WatchedQueue.of(new CudaQueue(device), launched));
    }

    @AfterEach
    void close() {
        if (device != null) {
            fused.close();
            device.close();
        }
    }

    /** A batch and the sizes of its tables. */
    private record Input(String name, Sizes sizes, StoryBatch batch) {
        @Override
        public String toString() {
            return name + " " + sizes;
        }
    }

    private static Input random(Sizes sizes) {
        return new Input("random", sizes, new RandomInputs(SEED).batch(sizes, sizes.words()));
    }

    /** Sentences of a story, of a question with word 2 and one that no memory has, and rows beyond all words. */
    private static Input story(String name, int[][] sentences, int dimension) {
        int[] offsets = new int[sentences.length + 1];
        for (int s = 0; s < sentences.length; s++) {
            offsets[s + 1] = offsets[s] + sentences[s].length;
        }
        int[] words = Arrays.stream(sentences).flatMapToInt(IntStream::of).toArray();
        int other = IntStream.of(words).max().orElse(0) + 1;
        int[] times = IntStream.range(0, sentences.length).map(s -> s % 3 - 1).toArray();
        StoryBatch batch = new StoryBatch(
                new WordLists(words, offsets, times),
                new int[] {0, sentences.length},
                WordLists.timeless(new int[] {2, other, other}, new int[] {0, 3}),
                new int[] {1});
        return new Input(name, new Sizes(1, sentences.length, other + 2, 4, dimension), batch);
    }

    private static int[][] sentences(int count, int length) {
        return IntStream.range(0, count)
                .mapToObj(
                        s -> IntStream.range(0, length).map(j -> s * length + j).toArray())
                .toArray(int[][]::new);
    }

    /** What fits into one launch, up to the edges. */
    static List<Input> fitting() {
        List<Input> inputs = new ArrayList<>();
        for (Sizes sizes : RandomInputs.sizes()) {
            inputs.add(random(sizes));
        }
        inputs.add(random(new Sizes(2, 4, 9, 4, 130)));
        inputs.add(random(new Sizes(2, 4, 9, 4, 259)));
        inputs.add(random(new Sizes(2, 4, 9, 4, 600)));
        inputs.add(story("nothing", new int[0][], 5));
        inputs.add(story("empty sentences", new int[][] {{}, {}, {}}, 6));
        inputs.add(story("one word throughout", new int[][] {{4, 4, 4}, {}, {4}, {4, 4}}, 8));
        inputs.add(story("the null word", new int[][] {{0}, {3, 0, 0, 3}, {0, 1}}, 4));
        inputs.add(story("a long sentence", sentences(1, 1023), 3));
        inputs.add(story("many words", sentences(8, 400), 2));
        inputs.add(story("many slots", sentences(900, 1), 1));
        return inputs;
    }

    /** What does not. */
    static List<Input> tooLarge() {
        return List.of(
                story("a longer sentence", sentences(1, 1024), 3),
                story("too many words", sentences(8, 430), 2),
                story("too many slots", sentences(1300, 1), 1));
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void equalsTheSingleOperations(Input input) {
        compare(input, Composed.of(fused, ""));
        assertThat(launched).contains(GpuKernel.STORY_FORWARD, GpuKernel.STORY_GRADIENT);
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void whatDoesNotFitTakesSingleOperations(Input input) {
        List<double[]> results = run(fused, input);
        assertThat(launched)
                .contains(GpuKernel.EMBED, GpuKernel.HOP_FORWARD, GpuKernel.EMBED_GRADIENT_WORDS)
                .doesNotContain(GpuKernel.STORY_FORWARD, GpuKernel.STORY_GRADIENT, GpuKernel.STORY_TABLES_GRADIENT);
        assertThat(results).allSatisfy(result -> assertThat(result).doesNotContain(Double.NaN));
    }

    /** The comparison itself is tested: each step of the composition in turn is left out, and it must notice. */
    @Test
    void noticesAMissingStep() {
        Input input = random(new Sizes(4, 31, 31, 40, 17));
        for (String step : List.of("embed", "innerProducts", "softmax", "weightedSum", "linear", "relu")) {
            for (String operation : List.of(step, step + "Gradient")) {
                assertThatThrownBy(() -> compare(input, Composed.of(fused, operation)))
                        .as("without " + operation)
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void passesWhatIsNotANumberAsTheSingleOperationsDo() {
        Input input = random(new Sizes(3, 6, 50, 5, 7));
        int[] words = input.batch().memories().words();
        int absent = IntStream.range(0, 50)
                .filter(word -> IntStream.of(words).noneMatch(w -> w == word)
                        && IntStream.of(input.batch().queries().words()).noneMatch(w -> w == word))
                .findFirst()
                .orElseThrow();
        for (int table = 0; table < 2; table++) {
            List<double[]> actual = run(fused, input, table, words[words.length - 1]);
            List<double[]> expected = run(Composed.of(fused, ""), input, table, words[words.length - 1]);
            for (int i = 0; i < expected.size(); i++) {
                assertThat(areNaN(actual.get(i))).as("result " + i).isEqualTo(areNaN(expected.get(i)));
            }
            assertThat(expected).anySatisfy(result -> assertThat(areNaN(result)).contains(true, false));
            assertThat(run(fused, input, table, absent))
                    .as("NaN in a row that does not occur")
                    .allSatisfy(result -> assertThat(areNaN(result)).doesNotContain(true));
        }
    }

    @Test
    void takesThreeLaunches() {
        run(fused, random(new Sizes(2, 5, 7, 5, 7)));
        List<GpuKernel> once =
                List.of(GpuKernel.STORY_FORWARD, GpuKernel.STORY_GRADIENT, GpuKernel.STORY_TABLES_GRADIENT);
        assertThat(launched)
                .isEqualTo(Collections.nCopies(3, once).stream()
                        .flatMap(List::stream)
                        .toList());
    }

    @Test
    void eightHopsFitAndNineDoNot() {
        Input input = random(new Sizes(2, 5, 7, 5, 7));
        for (int hops = 8; hops <= 9; hops++) {
            launched.clear();
            List<double[]> actual = manyHops(fused, input, hops);
            assertThat(launched.contains(GpuKernel.STORY_FORWARD)).isEqualTo(hops == 8);
            assertClose(input, actual, manyHops(Composed.of(fused, ""), input, hops));
        }
    }

    private static List<double[]> manyHops(Kernels kernels, Input input, int hops) {
        Ops ops = new Ops(kernels); // not closed: the kernels are the caller's
        try (Batch batch = ops.upload(input.batch())) {
            StoryCases cases = new StoryCases(ops, new RandomInputs(SEED), input.sizes(), batch);
            List<EmbeddingTable> tables = cases.tables(0.2, true, false, true);
            StoryPass pass = cases.pass(
                    new SentenceEncoding(PositionWeights.PAPER, 0),
                    tables,
                    tables.get(1).words(),
                    IntStream.range(0, hops)
                            .mapToObj(k -> new HopMemories(k % 3, (k + 1) % 3))
                            .toList(),
                    null,
                    Attention.SOFTMAX,
                    0,
                    4);
            List<Tensor> results = new ArrayList<>(cases.forward(pass));
            results.addAll(cases.gradients(pass));
            return values(ops, results);
        }
    }

    private void compare(Input input, Kernels composed) {
        assertClose(input, run(fused, input), run(composed, input));
    }

    private static void assertClose(Input input, List<double[]> actual, List<double[]> expected) {
        assertThat(actual).as(input.toString()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            Close.assertClose(input + " result " + i, actual.get(i), expected.get(i), Close.SINGLE_GRADIENT);
        }
    }

    private static List<double[]> run(Kernels kernels, Input input) {
        return run(kernels, input, 0, -1);
    }

    /** Results and gradients of every kind of pass, with a NaN in the middle of a row of a table if row is not -1. */
    private static List<double[]> run(Kernels kernels, Input input, int table, int row) {
        Ops ops = new Ops(kernels); // not closed: the kernels are the caller's
        List<double[]> results = new ArrayList<>();
        try (Batch batch = ops.upload(input.batch())) {
            StoryCases cases = new StoryCases(ops, new RandomInputs(SEED), input.sizes(), batch);
            for (StoryPass pass : cases.passes()) {
                if (row >= 0) {
                    Tensor words = pass.tables().get(table).words();
                    HostTensor values = ops.download(words);
                    values.values()[
                            row * input.sizes().dimension() + input.sizes().dimension() / 2] = Float.NaN;
                    ops.upload(values, words);
                }
                results.addAll(values(ops, cases.forward(pass)));
                results.addAll(values(ops, cases.gradients(pass)));
            }
        }
        return results;
    }

    private static List<double[]> values(Ops ops, List<Tensor> tensors) {
        return tensors.stream()
                .map(tensor -> Close.doubles(ops.download(tensor).values()))
                .toList();
    }

    private static List<Boolean> areNaN(double[] values) {
        return Arrays.stream(values).mapToObj(Double::isNaN).toList();
    }
}
