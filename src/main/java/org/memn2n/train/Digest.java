package org.memn2n.train;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 in the making. */
final class Digest {
    private static final int CHUNK = 1 << 14;

    private final MessageDigest digest;

    Digest() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }

    /** The digest of a whole file, in hexadecimal digits. */
    static String ofFile(Path file) throws IOException {
        Digest digest = new Digest();
        digest.digest.update(Files.readAllBytes(file));
        return digest.hex();
    }

    /** Takes in a number. */
    void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).flip());
    }

    /** Takes in numbers, how many first. */
    void add(int[] numbers) {
        add(numbers.length);
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Integer.BYTES);
        for (int first = 0; first < numbers.length; first += CHUNK) {
            bytes.clear();
            int count = Math.min(CHUNK, numbers.length - first);
            bytes.asIntBuffer().put(numbers, first, count);
            digest.update(bytes.limit(count * Integer.BYTES));
        }
    }

    /** Takes in a text, its length first, so that two texts differ from the same letters parted elsewhere. */
    void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    /** The digest of all that was taken in, as 64 hexadecimal digits; ends this digest. */
    String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
