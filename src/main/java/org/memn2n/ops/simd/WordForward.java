package org.memn2n.ops.simd;

/** All hops of {@link StoryForward}, word by word. Parts: blocks of stories, all hops of each. */
final class WordForward implements Parts {
    private final Team team;
    private final Story story;
    private final WordStory words;
    private final float[][] tails;

    WordForward(Team team, Story story) {
        this.team = team;
        this.story = story;
        this.words = story.words();
        this.tails = Lanes.ofWorkers(team.workers());
    }

    void forward() {
        team.run(words.blocks(), this);
    }

    @Override
    public void run(int block, int worker) {
        int b0 = words.first(block);
        int b1 = words.first(block + 1);
        int stride = words.stride();
        float[] map = story.transposedMap();
        for (int k = 0; k < story.hops(); k++) {
            WordStory.HopWords hop = words.hop(k);
            float[] u = story.states(k);
            float[] next = story.states(k + 1);
            float[] p = story.weights(k);
            words.multiply(u, story.input(k), p, b0, b1, worker);
            for (int b = b0; b < b1 && story.softmax(); b++) {
                int first = words.firstSlot(b);
                int end = words.firstSlot(b + 1);
                Softmax.forward(p, first, end, Math.max(0, story.softmaxWidth() - (end - first)), tails[worker]);
            }
            words.collect(p, hop.weights, b0, b1);
            if (map == null) {
                System.arraycopy(u, b0 * stride, next, b0 * stride, (b1 - b0) * stride);
            } else {
                HopMap.multiply(u, map, b0, b1, story.columns(), stride, next);
            }
            words.addSums(hop.weights, story.output(k), next, b0, b1, worker);
            for (int row = b0 * stride; row < b1 * stride; row += stride) {
                Relu.forward(next, row, story.firstRectified(), story.columns());
            }
        }
    }
}
