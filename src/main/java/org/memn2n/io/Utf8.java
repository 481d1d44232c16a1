package org.memn2n.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Strict UTF-8: malformed text is an error, never a replacement character. */
final class Utf8 {
    /** The byte order mark, which some editors put at the start of a file. */
    static final String BYTE_ORDER_MARK = "\uFEFF";

    private Utf8() {}

    /**
     * The text of a file, without a leading byte order mark.
     *
     * @throws CorruptFileException if it has more than {@code maxBytes} bytes or is not UTF-8
     * @throws IOException if the file cannot be read
     */
    static String read(Path file, int maxBytes) throws IOException {
        byte[] bytes;
        try (InputStream stream = Files.newInputStream(file)) {
            bytes = stream.readNBytes(maxBytes);
            if (stream.read() >= 0) {
                throw new CorruptFileException(
                        file.toString(),
                        "more than " + maxBytes + " bytes",
                        "at most that many",
                        "check that this is the right file");
            }
        }
        String text = decode(bytes, file.toString());
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    /**
     * The text in these bytes.
     *
     * @throws CorruptFileException naming the line of the first malformed byte
     */
    static String decode(byte[] bytes, String place) throws CorruptFileException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // No character of UTF-8 has fewer bytes than Java has chars for it, so this always suffices.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, out, true);
        if (result.isError()) {
            int line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new CorruptFileException(
                    place + ":" + line,
                    "the malformed byte 0x%02x at offset %d".formatted(bytes[in.position()], in.position()),
                    "UTF-8",
                    "save the file as UTF-8, or restore it from a copy if it is damaged");
        }
        decoder.flush(out);
        return out.flip().toString();
    }

    /**
     * The bytes of this text.
     *
     * @throws IllegalArgumentException if it holds half of a surrogate pair
     */
    static byte[] encode(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text holds half of a surrogate pair and has no UTF-8 form", e);
        }
    }
}
