package org.memn2n.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/** Random ragged examples: stories without sentences and sentences without words are among them. */
final class RandomExamples {
    private RandomExamples() {}

    static List<EncodedExample> draw(RandomGenerator random) {
        List<EncodedExample> examples = new ArrayList<>();
        for (int count = random.nextInt(6); count > 0; count--) {
            int[][] story = new int[random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(40)][];
            for (int s = 0; s < story.length; s++) {
                story[s] = sentence(random);
            }
            examples.add(new EncodedExample(story, sentence(random), random.nextInt(12) - 1));
        }
        return examples;
    }

    private static int[] sentence(RandomGenerator random) {
        int[] words = new int[random.nextInt(8)];
        for (int w = 0; w < words.length; w++) {
            words[w] = random.nextInt(100);
        }
        return words;
    }
}
