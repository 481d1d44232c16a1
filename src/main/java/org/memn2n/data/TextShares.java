package org.memn2n.data;

/**
 * How a single text file is parted: the first bytes are trained on, those after them validate, the rest is the test.
 *
 * @param train how much of the text is trained on, as a fraction
 * @param valid how much of it validates, as a fraction
 */
public record TextShares(double train, double valid) {
    /** The paper's parts of text8: 93.3, 5.7 and 1 million characters. */
    public static final TextShares TEXT8 = new TextShares(0.933, 0.057);

    /**
     * Checks the fractions.
     *
     * @throws IllegalArgumentException when they are not fractions, or more than the whole together
     */
    public TextShares {
        if (!(train > 0 && valid > 0 && train + valid <= 1)) {
            throw new IllegalArgumentException("the shares of a text must be above 0 for training and for"
                    + " validation, and at most 1 together; found " + train + " and " + valid);
        }
    }
}
