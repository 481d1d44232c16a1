package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.memn2n.random.RandomStreams;

class BFloat16Test {
    /** The nearer of the two neighbours, found without knowing bits; of equally near ones the one with an even last bit. */
    private static float nearest(float value) {
        float towardsZero = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
        float away = Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xffff0000) + 0x10000);
        double below = Math.abs((double) value - towardsZero);
        double above = Math.abs((double) away - value);
        boolean even = (Float.floatToRawIntBits(towardsZero) & 0x10000) == 0;
        return below < above || (below == above && even) ? towardsZero : away;
    }

    @Test
    void roundsToTheNearest() {
        var random = RandomStreams.of(5, 1);
        for (int i = 0; i < 100_000; i++) {
            float value = (float) (random.nextGaussian() * Math.pow(2, random.nextInt(200) - 100));
            assertThat(BFloat16.round(value)).as("of %s", value).isEqualTo(nearest(value));
        }
    }

    @Test
    void ofEquallyNearOnesTheEven() {
        assertThat(BFloat16.round(1 + 0x1p-8f)).isEqualTo(1);
        assertThat(BFloat16.round(1 + 3 * 0x1p-8f)).isEqualTo(1 + 0x1p-6f);
        assertThat(BFloat16.round(-1 - 0x1p-8f)).isEqualTo(-1);
        assertThat(BFloat16.round(Math.nextUp(1 + 0x1p-8f))).isEqualTo(1 + 0x1p-7f);
    }

    @Test
    void extremesStayWhatTheyAre() {
        for (float value : new float[] {0, 1, -2, 0x1p-126f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThat(BFloat16.round(value)).isEqualTo(value);
        }
        assertThat(Float.floatToRawIntBits(BFloat16.round(-0.0f))).isEqualTo(0x80000000);
        assertThat(BFloat16.round(Float.MAX_VALUE))
                .as("nearer than the largest")
                .isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(BFloat16.round(Float.MIN_VALUE)).isZero();
        for (int bits : new int[] {0x7fc00000, 0x7f800001, 0xff80ffff, 0x7fffffff, 0xffffffff}) {
            assertThat(BFloat16.round(Float.intBitsToFloat(bits)))
                    .as("%x", bits)
                    .isNaN();
        }
    }

    @Test
    void everyBrainFloatIsItself() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = BFloat16.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(BFloat16.of(value)).isEqualTo((short) bits);
            }
        }
    }
}
