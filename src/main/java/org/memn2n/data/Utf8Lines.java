package org.memn2n.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 stream, each decoded by itself so that a malformed byte is reported with its line.
 * Lines end in LF, CR LF or CR. A byte order mark at the start is skipped.
 */
public final class Utf8Lines {
    static final int LONGEST_LINE = 100_000;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final InputStream in;
    private final String file;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;
    private boolean afterCarriageReturn;

    /** Reads from this stream, which messages call by this name. */
    public Utf8Lines(InputStream in, String file) {
        this.in = new BufferedInputStream(in, 1 << 16);
        this.file = file;
    }

    /** The place of the line that {@link #next} gave last. */
    public Place place() {
        return new Place(file, number);
    }

    /** The next line without its end, or null after the last. */
    @Nullable
    public String next() throws IOException {
        number++;
        line.reset();
        int next = in.read();
        if (next == '\n' && afterCarriageReturn) {
            next = in.read();
        }
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n' && next != '\r') {
            if (line.size() == LONGEST_LINE) {
                throw DataException.at(
                        place(),
                        "a line of more than " + LONGEST_LINE + " bytes",
                        "one sentence a line; is this a text file?");
            }
            line.write(next);
            next = in.read();
        }
        afterCarriageReturn = next == '\r';
        return decoded();
    }

    private String decoded() {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw DataException.at(place(), "bytes that are not UTF-8", "a text file saved as UTF-8");
        }
        boolean marked = number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return marked ? text.substring(1) : text;
    }
}
