package org.memn2n.data;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** The bytes of a file from one place up to another. */
final class TextRange extends FilterInputStream {
    private long left;

    private TextRange(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    /** The parts of a single text, cut where a word has ended; a part without any bytes is left out. */
    static Map<TextPart, TaskSource.Content> parts(Path file, TextShares shares) throws IOException {
        long size = Files.size(file);
        long valid = wordEnd(file, (long) (shares.train() * size));
        long test = Math.max(valid, wordEnd(file, (long) ((shares.train() + shares.valid()) * size)));
        Map<TextPart, TaskSource.Content> parts = new EnumMap<>(TextPart.class);
        put(parts, TextPart.TRAIN, file, 0, valid);
        put(parts, TextPart.VALID, file, valid, test);
        put(parts, TextPart.TEST, file, test, size);
        return parts;
    }

    private static void put(Map<TextPart, TaskSource.Content> parts, TextPart part, Path file, long from, long to) {
        if (to > from) {
            parts.put(part, () -> open(file, from, to));
        }
    }

    private static InputStream open(Path file, long from, long to) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(from);
            return new TextRange(in, to - from);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /** Where the word at this place has ended: in UTF-8 the bytes of white space are never part of another letter. */
    private static long wordEnd(Path file, long place) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(place);
            long end = place;
            int next = in.read();
            while (next > ' ') {
                end++;
                next = in.read();
            }
            return end;
        }
    }

    @Override
    public int read() throws IOException {
        if (left == 0) {
            return -1;
        }
        int read = super.read();
        left -= read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        int read = super.read(buffer, offset, (int) Math.min(length, left));
        left -= Math.max(0, read);
        return read;
    }
}
