package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The affine form of each formula against the formula as it is printed. */
class PositionWeightsTest {
    private static final double EXACT = 1e-12;

    private interface Formula {
        double at(int j, int k, int words, int d);
    }

    /** Equation in section 4.1 of the paper. */
    private static double paper(int j, int k, int words, int d) {
        double position = (double) j / words;
        return (1 - position) - ((double) k / d) * (1 - 2 * position);
    }

    private static double authors(int j, int k, int words, int d) {
        return 1 + 4 * (k - (d + 1) / 2.0) * (j - (words + 1) / 2.0) / d / words;
    }

    private static double affine(PositionWeights weights, int j, int k, int words, int d) {
        return weights.offset(j, words, d) + weights.slope(j, words, d) * k;
    }

    private static void assertFormula(PositionWeights weights, Formula formula) {
        for (int words : new int[] {1, 2, 3, 7, 50}) {
            for (int d : new int[] {1, 2, 5, 20, 100}) {
                for (int j = 1; j <= words; j++) {
                    for (int k = 1; k <= d; k++) {
                        assertThat(affine(weights, j, k, words, d))
                                .as("%s j=%d of %d, k=%d of %d", weights, j, words, k, d)
                                .isCloseTo(formula.at(j, k, words, d), within(EXACT));
                    }
                }
            }
        }
    }

    @Test
    void theAffineFormIsThePrintedFormula() {
        assertFormula(PositionWeights.BAG_OF_WORDS, (j, k, words, d) -> 1);
        assertFormula(PositionWeights.PAPER, PositionWeightsTest::paper);
        assertFormula(PositionWeights.AUTHORS, PositionWeightsTest::authors);
    }

    @Test
    void aWrongFormulaWouldBeNoticed() {
        Formula shifted = (j, k, words, d) -> paper(j - 1, k, words, d);
        assertThatThrownBy(() -> assertFormula(PositionWeights.PAPER, shifted)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertFormula(PositionWeights.AUTHORS, PositionWeightsTest::paper))
                .isInstanceOf(AssertionError.class);
    }

    /** Known values: the last word's components rise with k, the first one's fall. */
    @Test
    void valuesByHand() {
        assertThat(affine(PositionWeights.PAPER, 1, 1, 4, 2)).isEqualTo(0.75 - 0.5 * 0.5);
        assertThat(affine(PositionWeights.PAPER, 4, 2, 4, 2)).isEqualTo(1);
        assertThat(affine(PositionWeights.PAPER, 1, 1, 1, 1)).isEqualTo(1);
        assertThat(affine(PositionWeights.AUTHORS, 1, 1, 4, 2)).isEqualTo(1 + 4 * -0.5 * -1.5 / 8);
        assertThat(affine(PositionWeights.AUTHORS, 3, 9, 5, 17)).isEqualTo(1);
    }

    /**
     * With the centres of both at the middle of a long sentence, the authors' weight is 1 + 4xy and the paper's
     * 1/2 + 2xy, where x and y run from -1/2 to 1/2; what is left is half an index on each axis.
     */
    @Test
    void theAuthorsWeightIsAboutTwiceThePapers() {
        int words = 200;
        int d = 300;
        double mostOff = 1.0 / words + 1.0 / d + 1.0 / (words * d) + EXACT;
        for (int j = 1; j <= words; j++) {
            for (int k = 1; k <= d; k++) {
                double twice = 2 * affine(PositionWeights.PAPER, j, k, words, d);
                double found = affine(PositionWeights.AUTHORS, j, k, words, d);
                if (!(Math.abs(found - twice) <= mostOff)) {
                    throw new AssertionError("j=" + j + " k=" + k + ": " + found + ", twice the paper's " + twice);
                }
            }
        }
    }

    @Test
    void theLengthIsTheSentencesOwnUnlessItIsFixed() {
        assertThat(new SentenceEncoding(PositionWeights.PAPER, 0).lengthOf(7)).isEqualTo(7);
        assertThat(new SentenceEncoding(PositionWeights.PAPER, 0).lengthOf(0)).isZero();
        assertThat(new SentenceEncoding(PositionWeights.PAPER, 11).lengthOf(7)).isEqualTo(11);
        assertThatThrownBy(() -> new SentenceEncoding(PositionWeights.PAPER, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
