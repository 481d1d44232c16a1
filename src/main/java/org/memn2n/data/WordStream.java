package org.memn2n.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The words of a UTF-8 text for language modelling, one after the other: whatever white space parts, unchanged, and
 * {@link Corpus#END} for every line feed. Streams; holds one word.
 */
final class WordStream implements Closeable {
    private static final int LONGEST_WORD = 10_000;
    private static final int BUFFER = 1 << 16;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String file;
    private final Reader reader;
    private final char[] buffer = new char[BUFFER];
    private final StringBuilder word = new StringBuilder();
    private int at;
    private int filled;
    private int line = 1;
    private boolean atStart = true;

    /** The words of a stream, which is closed with this; {@code file} is for messages. */
    WordStream(InputStream in, String file) {
        this.file = file;
        // Without a decoder of its own, a reader would put question marks where bytes are not UTF-8.
        this.reader = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }

    /**
     * The next word, or null after the last.
     *
     * @throws DataException with the line when bytes are not UTF-8, or a word has no end
     */
    @Nullable
    String next() throws IOException {
        word.setLength(0);
        while (true) {
            if (at == filled && !fill()) {
                return word.isEmpty() ? null : word.toString();
            }
            char next = buffer[at];
            if (!Character.isWhitespace(next)) {
                append(next);
                at++;
            } else if (!word.isEmpty()) {
                return word.toString();
            } else {
                at++;
                if (next == '\n') {
                    line++;
                    return Corpus.END;
                }
            }
        }
    }

    private void append(char letter) {
        if (word.length() == LONGEST_WORD) {
            throw DataException.at(
                    new Place(file, line), "a word of more than " + LONGEST_WORD + " letters", "a text of words");
        }
        word.append(letter);
    }

    private boolean fill() throws IOException {
        try {
            filled = Math.max(0, reader.read(buffer));
        } catch (CharacterCodingException e) {
            throw DataException.at(
                    new Place(file, line), "bytes that are not UTF-8, here or after it", "a text saved as UTF-8");
        }
        at = 0;
        if (atStart && filled > 0) {
            atStart = false;
            at = buffer[0] == BYTE_ORDER_MARK ? 1 : 0;
        }
        return at < filled || (filled > 0 && fill());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
