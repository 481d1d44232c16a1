package org.memn2n.data;

import java.util.Arrays;
import java.util.List;
import org.memn2n.tensor.StoryBatch;

/**
 * Questions about stories.
 *
 * @param examples the stories and questions in numbers
 * @param builder lays them out
 */
public record StoryExamples(List<EncodedExample> examples, BatchBuilder builder) implements Examples {
    /** Keeps an unchangeable list. */
    public StoryExamples {
        examples = List.copyOf(examples);
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public StoryBatch batch(int[] numbers, Noise noise) {
        return builder.build(Arrays.stream(numbers).mapToObj(examples::get).toList(), noise);
    }
}
