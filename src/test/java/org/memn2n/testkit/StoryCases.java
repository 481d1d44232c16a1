package org.memn2n.testkit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Attention;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.PositionWeights;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tensor;
import org.memn2n.testkit.RandomInputs.Sizes;

/** Whole passes over stories, and their gradients, in every kind of tying. */
public final class StoryCases {
    private final Ops ops;
    private final RandomInputs inputs;
    private final Sizes sizes;
    private final Batch batch;

    /** Passes over a batch; of the sizes, stories and slots are as in the batch, words and times enough for it. */
    public StoryCases(Ops ops, RandomInputs inputs, Sizes sizes, Batch batch) {
        this.ops = ops;
        this.inputs = inputs;
        this.sizes = sizes;
        this.batch = batch;
    }

    /** The weights and states of every hop of every kind of pass. */
    List<Tensor> forward() {
        List<Tensor> results = new ArrayList<>();
        passes().forEach(pass -> results.addAll(forward(pass)));
        results.addAll(forward(shortest()));
        return results;
    }

    /** The gradients of every table of every kind of pass. */
    List<Tensor> gradients() {
        List<Tensor> results = new ArrayList<>();
        List<StoryPass> passes = new ArrayList<>(passes());
        passes.add(shortest());
        for (StoryPass pass : passes) {
            ops.story(batch, pass);
            results.addAll(gradients(pass));
        }
        return results;
    }

    /** The weights and states of every hop. */
    public List<Tensor> forward(StoryPass pass) {
        ops.story(batch, pass);
        List<Tensor> results = new ArrayList<>(pass.weights());
        results.addAll(pass.states());
        return results;
    }

    /** The gradients of every table, after a pass forward. */
    public List<Tensor> gradients(StoryPass pass) {
        StoryPassGradient gradient = gradientOf(pass);
        ops.storyGradient(batch, pass, gradient);
        List<Tensor> results = new ArrayList<>();
        for (EmbeddingTable table : gradient.tables()) {
            results.add(table.words());
            if (table.times() != null) {
                results.add(table.times());
            }
        }
        Tensor question = gradient.question();
        if (question != null && question != gradient.tables().get(0).words()) {
            results.add(question);
        }
        if (gradient.map() != null) {
            results.add(gradient.map());
        }
        return results;
    }

    /** Adjacent, layer-wise with a map and a constant question, and no tying with linear attention. */
    public List<StoryPass> passes() {
        int d = sizes.dimension();
        double linear = 0.6 / Math.sqrt((double) d * Math.max(1, sizes.maxSlots()));
        double softmax = 0.6 / Math.sqrt(d);
        List<EmbeddingTable> adjacent = tables(softmax, true, true, true, true);
        List<EmbeddingTable> layerWise = tables(softmax, true, false);
        List<EmbeddingTable> untied = tables(linear, false, true, true, false);
        return List.of(
                pass(
                        new SentenceEncoding(PositionWeights.AUTHORS, 9),
                        adjacent,
                        adjacent.get(0).words(),
                        List.of(new HopMemories(0, 1), new HopMemories(1, 2), new HopMemories(2, 3)),
                        null,
                        Attention.SOFTMAX,
                        sizes.maxSlots() + 2,
                        d),
                pass(
                        new SentenceEncoding(PositionWeights.BAG_OF_WORDS, 0),
                        layerWise,
                        null,
                        Collections.nCopies(4, new HopMemories(0, 1)),
                        tensor(softmax, d, d),
                        Attention.SOFTMAX,
                        0,
                        d / 2),
                pass(
                        new SentenceEncoding(PositionWeights.PAPER, 0),
                        untied,
                        tensor(softmax, sizes.words(), d),
                        List.of(new HopMemories(0, 1), new HopMemories(2, 3)),
                        null,
                        Attention.LINEAR,
                        0,
                        d));
    }

    /** Tables that end with the last word of the memories, and one that ends with the last of the questions. */
    private StoryPass shortest() {
        int d = sizes.dimension();
        double deviation = 0.6 / Math.sqrt(d);
        int words = batch.memories().wordLimit();
        return pass(
                new SentenceEncoding(PositionWeights.PAPER, 0),
                List.of(
                        new EmbeddingTable(tensor(deviation, words, d), null),
                        new EmbeddingTable(tensor(deviation, words, d), null)),
                tensor(deviation, batch.queries().wordLimit(), d),
                List.of(new HopMemories(0, 1)),
                null,
                Attention.SOFTMAX,
                0,
                d);
    }

    /** A pass with results to fill. */
    public StoryPass pass(
            SentenceEncoding encoding,
            List<EmbeddingTable> tables,
            @Nullable Tensor question,
            List<HopMemories> hops,
            @Nullable Tensor map,
            Attention attention,
            int softmaxWidth,
            int firstRectified) {
        int slots = batch.memories().count();
        return new StoryPass(
                encoding,
                tables,
                question,
                0.1f,
                hops,
                map,
                attention,
                softmaxWidth,
                firstRectified,
                several(tables.size(), slots, sizes.dimension()),
                several(hops.size(), slots),
                several(hops.size() + 1, sizes.stories(), sizes.dimension()));
    }

    /** Gradients to add to hold something before. */
    private StoryPassGradient gradientOf(StoryPass pass) {
        List<EmbeddingTable> tables = pass.tables().stream()
                .map(table -> new EmbeddingTable(
                        tensor(0.1, table.words().shape().extents()),
                        table.times() == null
                                ? null
                                : tensor(0.1, table.times().shape().extents())))
                .toList();
        boolean shared = pass.question() == pass.tables().get(0).words();
        Tensor asked = pass.question();
        Tensor question = asked == null
                ? null
                : shared ? tables.get(0).words() : tensor(0.1, asked.shape().extents());
        return new StoryPassGradient(
                tensor(0.5, sizes.stories(), sizes.dimension()),
                tables,
                question,
                pass.map() == null ? null : tensor(0.1, sizes.dimension(), sizes.dimension()),
                tensor(0.5, sizes.stories(), sizes.dimension()),
                several(tables.size(), batch.memories().count(), sizes.dimension()),
                tensor(0.5, batch.memories().count()));
    }

    /** New tables, each with or without times. */
    public List<EmbeddingTable> tables(double deviation, boolean... timed) {
        int d = sizes.dimension();
        List<EmbeddingTable> tables = new ArrayList<>();
        for (boolean withTimes : timed) {
            tables.add(new EmbeddingTable(
                    tensor(deviation, sizes.words(), d), withTimes ? tensor(deviation, sizes.times(), d) : null));
        }
        return tables;
    }

    private Tensor tensor(double deviation, int... extents) {
        return ops.upload(inputs.scaled(deviation, extents));
    }

    private List<Tensor> several(int count, int... extents) {
        return IntStream.range(0, count).mapToObj(i -> tensor(0.5, extents)).toList();
    }
}
