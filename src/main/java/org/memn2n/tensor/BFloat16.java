package org.memn2n.tensor;

/** Brain floats: the upper 16 bits of a float, 8 bits of precision with the range of a float. */
public final class BFloat16 {
    private static final int QUIET = 0x40;

    private BFloat16() {}

    /** The nearest brain float, of two equally near the even one; not a number stays so. */
    public static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | QUIET); // what is cut off may be all that tells it from infinity
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    /** The same number as a float. */
    public static float toFloat(short value) {
        return Float.intBitsToFloat(value << 16);
    }

    /** The float that is left of a number after it was stored as a brain float. */
    public static float round(float value) {
        return toFloat(of(value));
    }
}
