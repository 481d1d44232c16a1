package org.memn2n.data;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.random.RandomStreams;

/**
 * Examples parted into those to train on and those held out; both keep their order.
 *
 * @param training the examples to train on
 * @param validation the examples held out
 */
public record Split<T>(List<T> training, List<T> validation) {
    /** Keeps unchangeable lists. */
    public Split {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    /** How many of {@code count} examples are held out. */
    public static int held(int count, double validationFraction) {
        return (int) Math.round(validationFraction * count);
    }

    /**
     * Holds out {@code round(fraction * n)} of n examples.
     *
     * @param random source of a random choice; nothing is drawn from it for {@link Validation#LAST}
     * @throws IllegalArgumentException when the fraction is not from 0 to 1
     */
    public static <T> Split<T> of(
            List<T> examples, double validationFraction, Validation which, RandomGenerator random) {
        if (!(validationFraction >= 0 && validationFraction <= 1)) {
            throw new IllegalArgumentException(
                    "found the validation fraction " + validationFraction + ", expected 0 to 1");
        }
        int count = examples.size();
        int held = held(count, validationFraction);
        if (which == Validation.LAST) {
            return new Split<>(examples.subList(0, count - held), examples.subList(count - held, count));
        }
        boolean[] heldOut = new boolean[count];
        int[] order = RandomStreams.permutation(count, random);
        for (int i = 0; i < held; i++) {
            heldOut[order[i]] = true;
        }
        List<T> training = new ArrayList<>(count - held);
        List<T> validation = new ArrayList<>(held);
        for (int i = 0; i < count; i++) {
            (heldOut[i] ? validation : training).add(examples.get(i));
        }
        return new Split<>(training, validation);
    }
}
