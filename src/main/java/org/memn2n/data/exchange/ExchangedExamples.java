package org.memn2n.data.exchange;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.data.BatchBuilder;
import org.memn2n.data.EncodedExample;
import org.memn2n.data.Examples;
import org.memn2n.data.Noise;
import org.memn2n.tensor.StoryBatch;

/**
 * Questions about stories that are told with other words each time: where the noise asks for it, an example is laid out
 * after a random exchange of its words.
 */
public final class ExchangedExamples implements Examples {
    /** An exchange that gives an answer no class has is drawn again, so often at most. */
    private static final int MOST_DRAWS = 10;

    private final List<EncodedExample> examples;
    private final List<EncodedExchanges> exchanges;
    private final BatchBuilder builder;

    /**
     * @param examples the stories and questions in numbers
     * @param exchanges for each example what can be exchanged in it
     * @param builder lays them out
     */
    public ExchangedExamples(List<EncodedExample> examples, List<EncodedExchanges> exchanges, BatchBuilder builder) {
        if (examples.size() != exchanges.size()) {
            throw new IllegalArgumentException(
                    exchanges.size() + " exchanges for " + examples.size() + " examples, expected one each");
        }
        this.examples = List.copyOf(examples);
        this.exchanges = List.copyOf(exchanges);
        this.builder = builder;
    }

    @Override
    public int size() {
        return examples.size();
    }

    @Override
    public StoryBatch batch(int[] numbers, Noise noise) {
        List<EncodedExample> told = new ArrayList<>(numbers.length);
        for (int number : numbers) {
            EncodedExample example = examples.get(number);
            told.add(noise.exchangesWords() ? exchanged(example, exchanges.get(number), noise.random()) : example);
        }
        return builder.build(told, noise);
    }

    /** The example after an exchange; as it is when no draw gives an answer that is a class. */
    private EncodedExample exchanged(EncodedExample example, EncodedExchanges exchange, RandomGenerator random) {
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            EncodedExchanges.Images images = exchange.draw(random);
            int target = images.target(example.target());
            if (target >= 0 || example.target() < 0) {
                // Sentences that do not fit into the memory are never laid out.
                int first = builder.dropped(example);
                int[][] story = example.story().clone();
                for (int s = first; s < story.length; s++) {
                    story[s] = images.words(story[s]);
                }
                return new EncodedExample(story, images.words(example.question()), target);
            }
        }
        return example;
    }
}
