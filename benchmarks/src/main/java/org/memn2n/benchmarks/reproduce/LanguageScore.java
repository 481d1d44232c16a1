package org.memn2n.benchmarks.reproduce;

import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;

/**
 * What a language model came to.
 *
 * @param made version, machine and date
 * @param device the device that did the work
 * @param recipe the id of the recipe
 * @param seed the seed of the training
 * @param restarts how many there were
 * @param restart the restart that was kept, by its validation loss
 * @param valid on the validation text
 * @param test on the test text
 */
public record LanguageScore(
        Made made, String device, String recipe, long seed, int restarts, int restart, Part valid, Part test)
        implements Line {
    /**
     * A text.
     *
     * @param words how many were scored, all of them
     * @param perplexity over them
     * @param authors as the authors' code counts
     */
    public record Part(long words, double perplexity, double authors) {}
}
