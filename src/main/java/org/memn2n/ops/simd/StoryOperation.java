package org.memn2n.ops.simd;

/** An operation that treats each story on its own. Parts: runs of stories. */
abstract class StoryOperation implements Parts {
    private final Team team;
    private int[] offsets = {0};
    private int parts = 1;

    StoryOperation(Team team) {
        this.team = team;
    }

    /** Does all stories; {@code operations} is the size of the work. */
    final void run(SimdBatch batch, long operations) {
        offsets = batch.slotOffsets();
        parts = Split.parts(batch.stories(), operations);
        team.run(parts, this);
    }

    @Override
    public final void run(int part, int worker) {
        int stories = offsets.length - 1;
        int end = Split.first(stories, part + 1, parts);
        for (int b = Split.first(stories, part, parts); b < end; b++) {
            story(b, offsets[b], offsets[b + 1], worker);
        }
    }

    /** Does story {@code b} with the slots {@code first .. end}. */
    abstract void story(int b, int first, int end, int worker);
}
