package org.memn2n.data;

import java.util.List;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * Lays examples out as a batch: the one way to the network for training, validation, test and prediction.
 *
 * <p>The newest N sentences of a story are kept, oldest first. The age of a sentence counts back from the
 * question, the newest sentence having age 0, and never exceeds N-1.
 */
public final class BatchBuilder {
    private final MemoryLayout layout;

    /** A builder of batches of this layout. */
    public BatchBuilder(MemoryLayout layout) {
        this.layout = layout;
    }

    /** The layout of the batches. */
    public MemoryLayout layout() {
        return layout;
    }

    /** How many sentences of this example's story are dropped because the memory is too small for them. */
    public int dropped(EncodedExample example) {
        return layout.dropped(example.story().length);
    }

    /**
     * A batch of these examples in this order.
     *
     * @param noise noise in the ages. For a story of n kept sentences it draws up to {@code ceil(fraction * n)}
     *     blanks and chooses, at random and in order, which n of the n + blanks ages the sentences get. With
     *     {@link TimeNoise#EMPTY_SLOTS} the other ages become empty slots, and the newest N slots are kept
     */
    public StoryBatch build(List<EncodedExample> examples, Noise noise) {
        int stories = examples.size();
        SlotWriter memories = writer(examples, noise);
        int[] slotOffsets = new int[stories + 1];
        int[] targets = new int[stories];
        int[] questionOffsets = new int[stories + 1];
        for (int b = 0; b < stories; b++) {
            EncodedExample example = examples.get(b);
            write(example.story(), noise, memories);
            slotOffsets[b + 1] = memories.slots();
            targets[b] = example.target();
            questionOffsets[b + 1] = questionOffsets[b] + example.question().length;
        }
        int[] questionWords = new int[questionOffsets[stories]];
        for (int b = 0; b < stories; b++) {
            int[] question = examples.get(b).question();
            System.arraycopy(question, 0, questionWords, questionOffsets[b], question.length);
        }
        WordLists questions = WordLists.timeless(questionWords, questionOffsets);
        return new StoryBatch(memories.toWordLists(), slotOffsets, questions, targets);
    }

    /** A writer with room for these examples: noise adds at most as many empty slots as there are sentences. */
    private SlotWriter writer(List<EncodedExample> examples, Noise noise) {
        int words = 0;
        int slots = 0;
        for (EncodedExample example : examples) {
            int[][] story = example.story();
            int first = layout.dropped(story.length);
            for (int sentence = first; sentence < story.length; sentence++) {
                words = Math.addExact(words, story[sentence].length);
            }
            int kept = story.length - first;
            boolean mayAdd = noise.kind() == TimeNoise.EMPTY_SLOTS && noise.fraction() > 0;
            slots = Math.addExact(slots, mayAdd ? Math.min(2 * kept, layout.memorySize()) : kept);
        }
        return new SlotWriter(layout, words, slots);
    }

    private void write(int[][] story, Noise noise, SlotWriter memories) {
        boolean emptySlots = noise.kind() == TimeNoise.EMPTY_SLOTS;
        int oldestAge = layout.memorySize() - 1;
        int sentence = layout.dropped(story.length);
        int blanks = noise.drawBlanks(story.length - sentence);
        for (int age = story.length - sentence + blanks - 1; age >= 0; age--) {
            boolean filled = takes(age + 1, story.length - sentence, noise);
            boolean kept = !emptySlots || age <= oldestAge;
            if (filled && kept) {
                memories.add(story[sentence], Math.min(age, oldestAge));
            } else if (kept && emptySlots) {
                memories.addEmpty();
            }
            sentence += filled ? 1 : 0;
        }
    }

    // Selection sampling (Knuth, volume 2, 3.4.2): every choice of ages is equally likely, and they come in order.
    private static boolean takes(int ages, int sentencesLeft, Noise noise) {
        return sentencesLeft == ages || noise.random().nextInt(ages) < sentencesLeft;
    }
}
