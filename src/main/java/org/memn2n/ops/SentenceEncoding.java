package org.memn2n.ops;

/**
 * How the embeddings of a sentence's words become one vector.
 *
 * @param weights the formula of the position weights
 * @param fixedLength the J of that formula for every sentence, as in the authors' code; 0 takes each
 *     sentence's own number of words, as in the paper
 */
public record SentenceEncoding(PositionWeights weights, int fixedLength) {
    /** Checks that the length is not negative. */
    public SentenceEncoding {
        if (fixedLength < 0) {
            throw new IllegalArgumentException("fixedLength must be 0 (each sentence's own) or more: " + fixedLength);
        }
    }

    /** The J of the formula for a sentence of so many words. */
    public int lengthOf(int words) {
        return fixedLength == 0 ? words : fixedLength;
    }
}
