package org.memn2n.ops;

/**
 * How much component k of word j counts in the sum that encodes a sentence of J words (paper section 4.1).
 *
 * <p>With j = 1..J and k = 1..d, every formula is affine in k: {@code l(j,k) = offset(j) + slope(j) * k}.
 * Backends may therefore work with two numbers a word instead of a J x d table.
 */
public enum PositionWeights {
    /** {@code l = 1}: a bag of words. */
    BAG_OF_WORDS {
        @Override
        public double offset(int j, int length, int dimension) {
            return 1;
        }

        @Override
        public double slope(int j, int length, int dimension) {
            return 0;
        }
    },

    /** The formula printed in the paper: {@code l = (1 - j/J) - (k/d)(1 - 2j/J)}. */
    PAPER {
        @Override
        public double offset(int j, int length, int dimension) {
            return 1 - (double) j / length;
        }

        @Override
        public double slope(int j, int length, int dimension) {
            return -(1 - 2.0 * j / length) / dimension;
        }
    },

    /**
     * The formula of the authors' published code: {@code l = 1 + 4 (k - (d+1)/2) (j - (J+1)/2) / (d J)}.
     * About twice the paper's, with the centre shifted by half an index.
     */
    AUTHORS {
        @Override
        public double offset(int j, int length, int dimension) {
            return 1 - slope(j, length, dimension) * (dimension + 1) / 2;
        }

        @Override
        public double slope(int j, int length, int dimension) {
            return 4 * (j - (length + 1) / 2.0) / ((double) dimension * length);
        }
    };

    /** The part of the weight that is the same for all components: word j (from 1) of {@code length} words. */
    public abstract double offset(int j, int length, int dimension);

    /** What the weight gains from component k to k+1: word j (from 1) of {@code length} words. */
    public abstract double slope(int j, int length, int dimension);
}
