package org.memn2n.ops;

/**
 * The slots that each of Q queries looks at most, best first.
 *
 * @param count how many there are of each query
 * @param slots [Q, count] their numbers
 * @param scores [Q, count] their scores, the inner products of query and key
 */
public record TopSlots(int count, long[] slots, float[] scores) {
    /**
     * The order of slots: the larger score first, of equals the smaller number. A score that is not a number comes
     * before all others: a broken key is what one wants to be told of.
     */
    public static boolean comesBefore(float score, long slot, float otherScore, long otherSlot) {
        boolean odd = Float.isNaN(score);
        boolean otherOdd = Float.isNaN(otherScore);
        if (odd || otherOdd) {
            return odd && (!otherOdd || slot < otherSlot);
        }
        return score > otherScore || (score == otherScore && slot < otherSlot);
    }
}
