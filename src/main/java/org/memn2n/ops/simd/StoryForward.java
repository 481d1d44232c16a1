package org.memn2n.ops.simd;

import java.util.Arrays;
import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.Tensor;

/**
 * Lookup and all hops of one story after the other (paper sections 2.1 and 2.2): its memories are looked up once and
 * stay in the cache while the hops pass over them.
 */
final class StoryForward extends StoryOperation {
    private final Story story;
    private final Embed embed;
    private final WordForward wordForward;
    private final float[][] tails;

    StoryForward(Team team, Story story, Embed embed) {
        super(team);
        this.story = story;
        this.embed = embed;
        this.wordForward = new WordForward(team, story);
        this.tails = new float[team.workers()][Lanes.COUNT];
    }

    void forward(SimdBatch batch, StoryPass pass) {
        Tensor first = pass.states().get(0);
        Tensor question = pass.question();
        if (question == null) {
            SimdTensor.of(first).fill(pass.constantQuestion());
        } else {
            List<EmbeddingTable> table = List.of(new EmbeddingTable(question, null));
            embed.forward(batch.queries().host(), pass.encoding(), table, List.of(first));
        }
        story.begin(batch, pass);
        if (story.byWord()) {
            wordForward.forward();
            return;
        }
        Memories memories = story.memories();
        long words = memories.sentences().words().length;
        long slots = memories.sentences().count();
        run(batch, words * memories.width() + 2 * slots * memories.stride() * story.hops());
    }

    @Override
    void story(int b, int first, int end, int worker) {
        Memories memories = story.memories();
        int width = memories.width();
        int stride = memories.stride();
        int count = end - first;
        int row = b * stride;
        float[] memory = story.memory(first, end, worker);
        int m0 = story.memoryStart(first);
        memories.lookUp(first, end, memory, m0);
        float[] map = story.transposedMap();
        for (int k = 0; k < story.hops(); k++) {
            float[] u = story.states(k);
            float[] next = story.states(k + 1);
            float[] p = story.weights(k);
            Slots.innerProducts(u, row, memory, m0 + story.input(k) * stride, width, count, stride, p, first);
            if (story.softmax()) {
                Softmax.forward(p, first, end, Math.max(0, story.softmaxWidth() - count), tails[worker]);
            }
            if (map == null) {
                System.arraycopy(u, row, next, row, stride);
            } else {
                Arrays.fill(next, row, row + stride, 0);
                Slots.addWeighted(u, row, map, 0, stride, story.columns(), stride, next, row);
            }
            Slots.addWeighted(p, first, memory, m0 + story.output(k) * stride, width, count, stride, next, row);
            Relu.forward(next, row, story.firstRectified(), story.columns());
        }
    }
}
