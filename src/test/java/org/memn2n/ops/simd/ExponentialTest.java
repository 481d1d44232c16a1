package org.memn2n.ops.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.random.RandomStreams;

/** The exponential against the JDK's, which is right to one unit in the last place of a double. */
class ExponentialTest {
    private static float[] exponentials(float[] x, float shift) {
        float[] e = new float[x.length + 2];
        Exponential.shifted(x, 0, x.length, shift, e, 1, new float[Lanes.COUNT]);
        assertThat(e[0]).isZero();
        assertThat(e[x.length + 1]).isZero();
        return Arrays.copyOfRange(e, 1, x.length + 1);
    }

    @Test
    void isRightToOneAndAHalfUnits() {
        RandomGenerator random = RandomStreams.of(1, 0xE);
        float[] x = new float[1 << 18];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (i % 2 == 0 ? -87.3 * random.nextDouble() : -random.nextDouble());
        }
        float[] found = exponentials(x, 0);
        double worst = 0;
        for (int i = 0; i < x.length; i++) {
            double expected = Math.exp(x[i]);
            worst = Math.max(worst, Math.abs(found[i] - expected) / Math.ulp((float) expected));
        }
        assertThat(worst).as("largest error in units of the last place").isLessThan(1.5);
    }

    @Test
    void keepsToTheRulesAtTheEdges() {
        float[] x = {0, -0.0f, Float.NEGATIVE_INFINITY, Float.NaN, -87.33f, -87.34f, -200, -1e30f, 88, 1};
        float[] found = exponentials(x, 0);
        assertThat(found[0]).isEqualTo(1);
        assertThat(found[1]).isEqualTo(1);
        assertThat(found[2]).isZero();
        assertThat(found[3]).isNaN();
        assertThat(found[4]).isPositive();
        assertThat(Arrays.copyOfRange(found, 5, 8)).containsOnly(0);
        assertThat((double) found[8]).isBetween(Math.exp(88) * (1 - 1e-6), Math.exp(88) * (1 + 1e-6));
        assertThat((double) found[9]).isBetween(Math.E * (1 - 2e-7), Math.E * (1 + 2e-7));
        assertThat(exponentials(new float[] {5, 7, 6}, 7))
                .containsExactly((float) Math.exp(-2), 1, (float) Math.exp(-1));
    }

    /** Whole vectors, remainders, in place and not; the sum is that of what was written. */
    @Test
    void anyNumberOfThemWithTheirSum() {
        for (int count = 0; count <= 3 * Lanes.COUNT + 1; count++) {
            float[] x = new float[count + 4];
            Arrays.fill(x, 9);
            for (int i = 0; i < count; i++) {
                x[2 + i] = -0.3f * i;
            }
            float sum = Exponential.shifted(x, 2, count, 0.5f, x, 2, new float[Lanes.COUNT]);
            double expected = 0;
            for (int i = 0; i < count; i++) {
                double one = Math.exp(-0.3f * i - 0.5f);
                assertThat((double) x[2 + i]).isBetween(one * (1 - 3e-7), one * (1 + 3e-7));
                expected += one;
            }
            assertThat((double) sum).isBetween(expected * (1 - 1e-6), expected * (1 + 1e-6));
            assertThat(new float[] {x[0], x[1], x[count + 2], x[count + 3]})
                    .as("neighbours")
                    .containsOnly(9);
        }
    }
}
