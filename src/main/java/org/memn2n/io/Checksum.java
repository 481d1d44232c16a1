package org.memn2n.io;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** The checksum of a safetensors file, as {@link Safetensors} defines it. */
final class Checksum {
    /** The metadata key of the checksum. */
    static final String KEY = "memn2n.sha256";

    /** Stands for the digits while they are not known, and in the bytes that are digested. */
    static final String PLACEHOLDER = "0".repeat(64);

    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

    private Checksum() {}

    /** A digest that has seen nothing yet. */
    static MessageDigest start() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new AssertionError(everyPlatformHasIt);
        }
    }

    /** The digits of a finished digest. */
    static String digits(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * A copy of the header in which the digits are replaced by the placeholder.
     *
     * @throws CorruptFileException if these are not 64 digits that occur exactly once in the header
     */
    static byte[] withoutDigits(byte[] header, String digits, String place) throws CorruptFileException {
        // One character a byte, so that positions in the text are positions in the header.
        String bytes = new String(header, StandardCharsets.ISO_8859_1);
        int position = bytes.indexOf(digits);
        if (!DIGITS.matcher(digits).matches() || position < 0 || position != bytes.lastIndexOf(digits)) {
            throw new CorruptFileException(
                    place,
                    "the checksum " + Quoting.quote(digits),
                    "64 lower-case hexadecimal digits that occur once in the header",
                    Safetensors.REMEDY);
        }
        byte[] copy = header.clone();
        System.arraycopy(PLACEHOLDER.getBytes(StandardCharsets.US_ASCII), 0, copy, position, PLACEHOLDER.length());
        return copy;
    }
}
