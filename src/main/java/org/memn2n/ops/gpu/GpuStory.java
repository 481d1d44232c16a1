package org.memn2n.ops.gpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Attention;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPass.HopMemories;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.Tensor;

/** The launches of whole stories: one forward, two for all gradients. */
final class GpuStory implements AutoCloseable {
    /** Uses of a table: input and output of each hop, and the question, which comes last. */
    static final int ROLES = 2 * StoryPlan.HOPS + 1;

    /** Pointers of {@code struct StoryHops} and {@code struct StoryGradients}. */
    static final int HOP_POINTERS = 6 * StoryPlan.HOPS + 1;

    static final int GRADIENT_POINTERS = 2 * StoryPlan.HOPS + 4 * ROLES;

    private final GpuQueue queue;
    private final Scratch vectors; // [K+1, B, d]
    private final Scratch coefficients; // [2K, distinct words] pairs
    private final Scratch slotGradients; // [K, S]

    GpuStory(GpuQueue queue) {
        this.queue = queue;
        this.vectors = new Scratch(queue);
        this.coefficients = new Scratch(queue);
        this.slotGradients = new Scratch(queue);
    }

    /** Every table is given every row of the batch, of memories or questions, so one that is lower is for single operations. */
    StoryPlan plan(GpuBatch batch, StoryPass pass) {
        int rows = batch.arrays().rowLimit();
        Tensor question = pass.question();
        boolean covered = (question == null || rows(question) >= rows)
                && pass.tables().stream().allMatch(table -> rows(table.words()) >= rows);
        return covered
                ? StoryPlan.of(batch.arrays().extents(), pass.hops().size(), dimension(pass), queue.traits())
                : StoryPlan.SINGLE;
    }

    private static int rows(Tensor table) {
        return table.shape().extent(0);
    }

    private static int dimension(StoryPass pass) {
        return pass.states().get(0).shape().extent(1);
    }

    void forward(GpuBatch batch, StoryPass pass, StoryPlan plan) {
        GpuQueue.Arguments arguments = sizes(batch, pass)
                .number(attention(pass))
                .number(pass.softmaxWidth())
                .number(pass.firstRectified());
        arguments = optional(
                optional(encoding(arguments, pass).real(pass.constantQuestion()), pass.question()), pass.map());
        queue.launch(GpuKernel.STORY_FORWARD, batch.stories(), 1, plan.sharedBytes(), arguments.addresses(hops(pass)));
    }

    void gradient(GpuBatch batch, StoryPass pass, StoryPassGradient gradient, StoryPlan plan) {
        long stories = Math.max(1, batch.stories());
        long hops = pass.hops().size();
        StoryArrays arrays = batch.arrays();
        GpuBuffer left = vectors.atLeast((hops + 1) * stories * dimension(pass) * Float.BYTES);
        GpuBuffer pairs = coefficients.atLeast(2 * hops * Math.max(1, arrays.distinct()) * 2 * Float.BYTES);
        GpuBuffer slots =
                slotGradients.atLeast(hops * Math.max(1, batch.memories().count()) * Float.BYTES);

        GpuQueue.Arguments story = sizes(batch, pass).number(attention(pass)).number(pass.firstRectified());
        story = optional(encoding(story, pass), pass.map())
                .buffer(GpuTensor.buffer(gradient.lastState()))
                .buffer(left)
                .buffer(pairs)
                .buffer(slots)
                .addresses(hops(pass));
        queue.launch(GpuKernel.STORY_GRADIENT, batch.stories(), 1, plan.sharedBytes(), story);

        Targets targets = new Targets(pass, gradient);
        GpuQueue.Arguments tables = encoding(sizes(batch, pass), pass)
                .number(targets.words.size())
                .number(targets.times.size())
                .number(arrays.rows())
                .number(arrays.times())
                .buffer(left)
                .buffer(pairs)
                .buffer(slots);
        int mapRows = gradient.map() == null ? 0 : dimension(pass);
        int blocks = Math.addExact(
                Math.addExact(targets.words.size() * arrays.rows(), targets.times.size() * arrays.times()), mapRows);
        queue.launch(
                GpuKernel.STORY_TABLES_GRADIENT,
                batch.stories() == 0 ? 0 : blocks,
                1,
                optional(tables, gradient.map()).addresses(targets.pointers));
    }

    /** The batch, the number of stories, d, and the number of hops. */
    private GpuQueue.Arguments sizes(GpuBatch batch, StoryPass pass) {
        return queue.arguments()
                .part(batch.buffer(), batch.arrays().start())
                .number(batch.stories())
                .number(dimension(pass))
                .number(pass.hops().size());
    }

    private static int attention(StoryPass pass) {
        return pass.attention() == Attention.SOFTMAX ? 1 : 0;
    }

    private static GpuQueue.Arguments encoding(GpuQueue.Arguments arguments, StoryPass pass) {
        return arguments
                .number(GpuEmbedding.code(pass.encoding().weights()))
                .number(pass.encoding().fixedLength());
    }

    private static GpuQueue.Arguments optional(GpuQueue.Arguments arguments, @Nullable Tensor tensor) {
        return tensor == null ? arguments.nothing() : arguments.buffer(GpuTensor.buffer(tensor));
    }

    private static @Nullable GpuBuffer buffer(@Nullable Tensor tensor) {
        return tensor == null ? null : GpuTensor.buffer(tensor);
    }

    /** {@code struct StoryHops}. */
    private static @Nullable GpuBuffer[] hops(StoryPass pass) {
        @Nullable GpuBuffer[] pointers = new GpuBuffer[HOP_POINTERS];
        for (int k = 0; k < pass.hops().size(); k++) {
            HopMemories memories = pass.hops().get(k);
            EmbeddingTable input = pass.tables().get(memories.input());
            EmbeddingTable output = pass.tables().get(memories.output());
            pointers[k] = buffer(input.words());
            pointers[StoryPlan.HOPS + k] = buffer(input.times());
            pointers[2 * StoryPlan.HOPS + k] = buffer(output.words());
            pointers[3 * StoryPlan.HOPS + k] = buffer(output.times());
            pointers[4 * StoryPlan.HOPS + k] = buffer(pass.weights().get(k));
        }
        for (int k = 0; k <= pass.hops().size(); k++) {
            pointers[5 * StoryPlan.HOPS + k] = buffer(pass.states().get(k));
        }
        return pointers;
    }

    /** The gradients of tables, each once, and {@code struct StoryGradients}, which says in which roles they are. */
    private static final class Targets {
        private final List<GpuBuffer> words = new ArrayList<>();
        private final List<GpuBuffer> times = new ArrayList<>();
        private final @Nullable GpuBuffer[] pointers = new GpuBuffer[GRADIENT_POINTERS];

        Targets(StoryPass pass, StoryPassGradient gradient) {
            for (int k = 0; k < pass.hops().size(); k++) {
                pointers[k] = buffer(pass.states().get(k));
                pointers[StoryPlan.HOPS + k] = buffer(pass.weights().get(k));
                add(2 * k, gradient.tables().get(pass.hops().get(k).input()));
                add(2 * k + 1, gradient.tables().get(pass.hops().get(k).output()));
            }
            Tensor question = gradient.question();
            if (question != null) {
                add(ROLES - 1, new EmbeddingTable(question, null));
            }
            put(2, words);
            put(3, times);
        }

        private void add(int role, EmbeddingTable table) {
            pointers[2 * StoryPlan.HOPS + role] = addOnce(GpuTensor.buffer(table.words()), words);
            Tensor timeTable = table.times();
            if (timeTable != null) {
                pointers[2 * StoryPlan.HOPS + ROLES + role] = addOnce(GpuTensor.buffer(timeTable), times);
            }
        }

        private static GpuBuffer addOnce(GpuBuffer buffer, List<GpuBuffer> targets) {
            if (!targets.contains(buffer)) {
                targets.add(buffer);
            }
            return buffer;
        }

        /** Puts a list in the place of the {@code number}-th array by role. */
        private void put(int number, List<GpuBuffer> targets) {
            int first = 2 * StoryPlan.HOPS + number * ROLES;
            for (int i = 0; i < targets.size(); i++) {
                pointers[first + i] = targets.get(i);
            }
        }
    }

    @Override
    public void close() {
        Arrays.asList(vectors, coefficients, slotGradients).forEach(Scratch::close);
    }
}
