package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.memn2n.ops.OperationCases.B;
import static org.memn2n.ops.OperationCases.D;
import static org.memn2n.ops.OperationCases.ENCODING;
import static org.memn2n.ops.OperationCases.S;
import static org.memn2n.ops.OperationCases.STORIES;
import static org.memn2n.ops.OperationCases.V;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;
import org.memn2n.testkit.OpsBattery;
import org.memn2n.testkit.RandomInputs;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Counts, ranges, indices and what belongs together are checked; the smallest inputs are none of these errors. */
class OpsLimitsTest {
    private final Ops ops = new ScalarBackend(Precision.SINGLE).newOps();

    private Tensor zeros(int... extents) {
        return ops.allocate(Shape.of(extents));
    }

    private static void assertRefused(String message, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(ShapeException.class).hasMessage(message);
    }

    @Test
    void countsAndRangesAreChecked() {
        Batch batch = ops.upload(STORIES);
        List<EmbeddingTable> tables = List.of(new EmbeddingTable(zeros(V, D), null));
        assertRefused(
                "embed: found 0 vectors for the tables, expected 1",
                () -> ops.embed(batch.memories(), ENCODING, tables, List.of()));
        assertRefused(
                "embedGradient: found 2 vectors for the tables, expected 1",
                () -> ops.embedGradient(batch.memories(), ENCODING, List.of(zeros(S, D), zeros(S, D)), tables));
        assertRefused("softmax: width is -1, expected 0 to 2147483647", () -> ops.softmax(batch, zeros(S), -1));
        ops.softmax(batch, zeros(S), Integer.MAX_VALUE);
        for (int first : new int[] {-1, D + 1}) {
            String range = "firstRectified is " + first + ", expected 0 to 4";
            assertRefused("relu: " + range, () -> ops.relu(zeros(B, D), first));
            assertRefused("reluGradient: " + range, () -> ops.reluGradient(zeros(B, D), first, zeros(B, D)));
            assertRefused("hop: " + range, () -> ops.hop(batch, hop(null, 0, first)));
            assertRefused("hopGradient: " + range, () -> ops.hopGradient(batch, hop(null, 0, first), gradient(null)));
        }
        String width = "softmaxWidth is -5, expected 0 to 2147483647";
        assertRefused("hop: " + width, () -> ops.hop(batch, hop(null, -5, 0)));
        assertRefused("hopGradient: " + width, () -> ops.hopGradient(batch, hop(null, -5, 0), gradient(null)));
    }

    @Test
    void aMapAndItsGradientComeTogether() {
        Batch batch = ops.upload(STORIES);
        String rule = ", but a hop with a map needs a gradient for it, and one without has none";
        assertRefused(
                "hopGradient: gradient.map is missing" + rule,
                () -> ops.hopGradient(batch, hop(zeros(D, D), 0, 0), gradient(null)));
        assertRefused(
                "hopGradient: gradient.map is there" + rule,
                () -> ops.hopGradient(batch, hop(null, 0, 0), gradient(zeros(D, D))));
    }

    @Test
    void partsOfAPassAreChecked() {
        Batch batch = ops.upload(STORIES);
        assertRefused(
                "story: a pass without hops, expected 1 or more", () -> ops.story(batch, pass(List.of(), null, 0, 0)));
        assertRefused(
                "story: hop 0 input is 1, expected 0 to 0",
                () -> ops.story(batch, pass(List.of(new HopMemories(1, 0)), null, 0, 0)));
        List<HopMemories> hop = List.of(new HopMemories(0, 0));
        assertRefused(
                "story: hop 0 output is -1, expected 0 to 0",
                () -> ops.story(batch, pass(List.of(new HopMemories(0, -1)), null, 0, 0)));
        assertRefused("story: firstRectified is 5, expected 0 to 4", () -> ops.story(batch, pass(hop, null, 0, D + 1)));
        assertRefused(
                "story: softmaxWidth is -1, expected 0 to 2147483647", () -> ops.story(batch, pass(hop, null, -1, 0)));
        ops.story(batch, pass(hop, null, 0, 0));
        assertRefused(
                "storyGradient: gradient.question is missing, but there is a gradient exactly for what the pass has",
                () -> ops.storyGradient(batch, pass(hop, zeros(V, D), 0, 0), passGradient(null)));
        assertRefused(
                "storyGradient: gradient.question is there, but there is a gradient exactly for what the pass has",
                () -> ops.storyGradient(batch, pass(hop, null, 0, 0), passGradient(zeros(V, D))));
        EmbeddingTable table = new EmbeddingTable(zeros(V, D), null);
        StoryPass two = pass(List.of(new HopMemories(0, 1)), null, 0, 0);
        StoryPass twice = new StoryPass(
                two.encoding(),
                List.of(table, table),
                null,
                0.1f,
                two.hops(),
                null,
                two.attention(),
                0,
                D,
                List.of(zeros(S, D), zeros(S, D)),
                two.weights(),
                two.states());
        StoryPassGradient shared = new StoryPassGradient(
                zeros(B, D), List.of(table, table), null, null, zeros(B, D), twice.memories(), zeros(S));
        assertRefused(
                "storyGradient: gradient.words 1 is also that of table 0; hops that share a table name it once",
                () -> ops.storyGradient(batch, twice, shared));
        Tensor times = zeros(V, D);
        StoryPass timed = new StoryPass(
                two.encoding(),
                List.of(new EmbeddingTable(zeros(V, D), zeros(V, D)), new EmbeddingTable(zeros(V, D), zeros(V, D))),
                null,
                0.1f,
                two.hops(),
                null,
                two.attention(),
                0,
                D,
                twice.memories(),
                two.weights(),
                two.states());
        StoryPassGradient oneTime = new StoryPassGradient(
                zeros(B, D),
                List.of(new EmbeddingTable(zeros(V, D), times), new EmbeddingTable(zeros(V, D), times)),
                null,
                null,
                zeros(B, D),
                twice.memories(),
                zeros(S));
        assertRefused(
                "storyGradient: gradient.times 1 is also that of table 0; each table has times of its own",
                () -> ops.storyGradient(batch, timed, oneTime));
    }

    private StoryPass pass(List<HopMemories> hops, @Nullable Tensor question, int width, int first) {
        List<Tensor> states =
                Stream.generate(() -> zeros(B, D)).limit(hops.size() + 1).toList();
        List<Tensor> weights =
                Stream.generate(() -> zeros(S)).limit(hops.size()).toList();
        return new StoryPass(
                ENCODING,
                List.of(new EmbeddingTable(zeros(V, D), null)),
                question,
                0.1f,
                hops,
                null,
                Attention.SOFTMAX,
                width,
                first,
                List.of(zeros(S, D)),
                weights,
                states);
    }

    private StoryPassGradient passGradient(@Nullable Tensor question) {
        return new StoryPassGradient(
                zeros(B, D),
                List.of(new EmbeddingTable(zeros(V, D), null)),
                question,
                null,
                zeros(B, D),
                List.of(zeros(S, D)),
                zeros(S));
    }

    private Hop hop(@Nullable Tensor map, int width, int first) {
        return new Hop(
                zeros(B, D), zeros(S, D), zeros(S, D), map, Attention.SOFTMAX, width, first, zeros(S), zeros(B, D));
    }

    private HopGradient gradient(@Nullable Tensor map) {
        return new HopGradient(zeros(B, D), zeros(B, D), zeros(S, D), zeros(S, D), map, zeros(S));
    }

    @Test
    void everyTargetNeedsAClass() {
        StoryBatch stories =
                new StoryBatch(STORIES.memories(), STORIES.slotOffsets(), STORIES.queries(), new int[] {-1, 6});
        Batch batch = ops.upload(stories);
        Tally tally = ops.newTally();
        assertRefused(
                "crossEntropy: logits has shape [2, 6], but the largest target is 6",
                () -> ops.crossEntropy(batch, zeros(B, 6), null, tally));
        ops.crossEntropy(batch, zeros(B, 7), null, tally);
    }

    @Test
    void rowsAreCopiedBetweenTwoTensorsAndWithinThem() {
        Tensor source = zeros(B, D);
        Tensor target = zeros(B + 1, D);
        assertRefused("copyRows: count is 3, expected 0 to 2", () -> ops.copyRows(source, 0, target, 0, B + 1));
        assertRefused("copyRows: count is -1, expected 0 to 2", () -> ops.copyRows(source, 0, target, 0, -1));
        assertRefused("copyRows: sourceRow is 1, expected 0 to 0", () -> ops.copyRows(source, 1, target, 0, B));
        assertRefused("copyRows: sourceRow is -1, expected 0 to 1", () -> ops.copyRows(source, -1, target, 0, 1));
        assertRefused("copyRows: targetRow is 2, expected 0 to 1", () -> ops.copyRows(source, 0, target, 2, B));
        assertRefused(
                "copyRows: target is the source itself, expected another tensor",
                () -> ops.copyRows(source, 0, source, 1, 1));
        ops.copyRows(source, B, target, B + 1, 0);
    }

    /** Limits know only the largest index, so the least are checked where indices come in. */
    @Test
    void noNegativeIndexReachesADevice() {
        int[] one = {0, 1};
        WordLists word = WordLists.timeless(new int[] {1}, one);
        WordLists negative = WordLists.timeless(new int[] {-1}, one);
        WordLists early = new WordLists(new int[] {1}, one, new int[] {-2});
        assertRefused("upload: memory word 0 is -1, expected 0 or more", () -> upload(negative, word, 0));
        assertRefused("upload: memory time 0 is -2, expected -1 or more", () -> upload(early, word, 0));
        assertRefused("upload: query word 0 is -1, expected 0 or more", () -> upload(word, negative, 0));
        assertRefused("upload: query time 0 is -2, expected -1 or more", () -> upload(word, early, 0));
        assertRefused("upload: target 0 is -2, expected -1 or more", () -> upload(word, word, -2));
        assertRefused("uploadRows: row 1 is -1, expected 0 or more", () -> ops.uploadRows(new int[] {3, -1}));
        upload(word, word, -1);
    }

    private void upload(WordLists memories, WordLists queries, int target) {
        ops.upload(new StoryBatch(memories, new int[] {0, memories.count()}, queries, new int[] {target}));
    }

    @Test
    void smallestInputsWork() {
        for (Sizes sizes : List.of(
                new Sizes(0, 0, 1, 1, 1),
                new Sizes(0, 3, 2, 2, 4),
                new Sizes(1, 0, 2, 1, 1),
                new Sizes(3, 0, 2, 1, 5),
                new Sizes(2, 2, 1, 1, 1))) {
            for (String operation : OpsBattery.names()) {
                for (double[] result : OpsBattery.run(operation, ops, sizes, 5)) {
                    assertThat(Arrays.stream(result))
                            .as(operation + " " + sizes)
                            .allMatch(Double::isFinite);
                }
            }
        }
    }

    @Test
    void uploadAndDownloadKeepShapes() {
        for (Shape shape : List.of(Shape.of(), Shape.of(0), Shape.of(0, 3), Shape.of(2, 3), Shape.of(1, 2, 3))) {
            HostTensor values = new RandomInputs(3).tensor(shape.extents());
            HostTensor back = ops.download(ops.upload(values));
            assertThat(back.shape()).isEqualTo(shape);
            assertThat(back.values()).isEqualTo(values.values());
        }
    }
}
