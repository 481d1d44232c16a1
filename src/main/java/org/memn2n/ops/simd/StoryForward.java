package org.memn2n.ops.simd;

import java.util.List;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.Tensor;

/**
 * Lookup and all hops of one story after the other (paper sections 2.1 and 2.2): its memories are looked up once and
 * stay in the cache while the hops pass over them.
 */
final class StoryForward implements Parts {
    private final Team team;
    private final Story story;
    private final Embed embed;
    private final WordForward wordForward;
    private final float[][] tails;
    private int[] slotOffsets = {0};
    private int parts;

    StoryForward(Team team, Story story, Embed embed) {
        this.team = team;
        this.story = story;
        this.embed = embed;
        this.wordForward = new WordForward(team, story);
        this.tails = Lanes.ofWorkers(team.workers());
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
        slotOffsets = batch.slotOffsets();
        long operations = words * memories.width() + 2 * slots * memories.stride() * story.hops();
        parts = Split.parts(batch.stories(), operations);
        team.run(parts, this);
    }

    @Override
    public void run(int part, int worker) {
        int stories = slotOffsets.length - 1;
        int end = Split.first(stories, part + 1, parts);
        for (int b = Split.first(stories, part, parts); b < end; b += HopMap.STORIES) {
            stories(b, Math.min(b + HopMap.STORIES, end), worker);
        }
    }

    private void stories(int b0, int b1, int worker) {
        Memories memories = story.memories();
        int width = memories.width();
        int stride = memories.stride();
        int first = slotOffsets[b0];
        float[] memory = story.memory(first, slotOffsets[b1], worker);
        int m0 = story.memoryStart(first) - first * width;
        memories.lookUp(first, slotOffsets[b1], memory, m0 + first * width);
        float[] map = story.transposedMap();
        for (int k = 0; k < story.hops(); k++) {
            float[] u = story.states(k);
            float[] next = story.states(k + 1);
            float[] p = story.weights(k);
            int input = m0 + story.input(k) * stride;
            int output = m0 + story.output(k) * stride;
            if (map == null) {
                System.arraycopy(u, b0 * stride, next, b0 * stride, (b1 - b0) * stride);
            } else {
                HopMap.multiply(u, map, b0, b1, story.columns(), stride, next);
            }
            for (int b = b0, row = b0 * stride; b < b1; b++, row += stride) {
                int slot = slotOffsets[b];
                int end = slotOffsets[b + 1];
                int count = end - slot;
                Slots.innerProducts(u, row, memory, input + slot * width, width, count, stride, p, slot);
                if (story.softmax()) {
                    Softmax.forward(p, slot, end, Math.max(0, story.softmaxWidth() - count), tails[worker]);
                }
                Slots.addWeighted(p, slot, memory, output + slot * width, width, count, stride, next, row);
                Relu.forward(next, row, story.firstRectified(), story.columns());
            }
        }
    }
}
