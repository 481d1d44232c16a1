package org.memn2n.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of UTF-8 text taken line by line. */
public final class Lines {
    private Lines() {}

    /**
     * All lines, empty ones too, without their ends. A line ends with LF or CRLF; the last one may lack it.
     * A leading byte order mark is dropped. An empty file has no lines.
     *
     * @throws CorruptFileException if the file has more than {@code maxBytes} bytes, is not UTF-8, or has a
     *     carriage return that does not end a line
     * @throws IOException if the file cannot be read
     */
    public static List<String> readLines(Path file, int maxBytes) throws IOException {
        String text = Utf8.read(file, maxBytes);
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int feed = text.indexOf('\n', start);
            int end = feed < 0 ? text.length() : feed;
            boolean carriageReturn = feed > start && text.charAt(feed - 1) == '\r';
            String line = text.substring(start, carriageReturn ? end - 1 : end);
            if (line.indexOf('\r') >= 0) {
                throw new CorruptFileException(
                        file + ":" + (lines.size() + 1),
                        "a carriage return inside the line",
                        "lines that end with LF or CRLF",
                        "save the file with these line ends");
            }
            lines.add(line);
            start = end + 1;
        }
        return List.copyOf(lines);
    }

    /**
     * Writes each line with LF at its end; an existing file is replaced in one step. {@link #readLines}
     * gives the same list back.
     *
     * @throws IllegalArgumentException if a line holds a line break or invalid Unicode, or the first one
     *     starts with a byte order mark
     * @throws IOException if the file cannot be written
     */
    public static void writeLines(Path file, List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                throw new IllegalArgumentException(
                        file + ":" + (i + 1) + ": the line " + Quoting.quote(line) + " holds a line break");
            }
            text.append(line).append('\n');
        }
        if (text.indexOf(Utf8.BYTE_ORDER_MARK) == 0) {
            throw new IllegalArgumentException(
                    file + ":1: the line starts with a byte order mark, which no reader keeps");
        }
        AtomicFiles.write(file, Utf8.encode(text.toString()));
    }
}
