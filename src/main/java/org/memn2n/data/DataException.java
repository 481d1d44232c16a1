package org.memn2n.data;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Data from outside is not what it should be. The message reads {@code file:line: found ..., expected ...}. */
public final class DataException extends RuntimeException {
    private static final int LONGEST_EXCERPT = 60;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

    private final String file;
    private final int line;
    private final String found;
    private final String expected;

    private DataException(String file, int line, String found, String expected, @Nullable Throwable cause) {
        super((line > 0 ? file + ":" + line : file) + ": found " + found + ", expected " + expected, cause);
        this.file = file;
        this.line = line;
        this.found = found;
        this.expected = expected;
    }

    /** An error in one line of a file. */
    public static DataException at(Place place, String found, String expected) {
        return new DataException(place.file(), place.line(), found, expected, null);
    }

    /** An error in a file, folder or archive as a whole. */
    public static DataException in(String file, String found, String expected) {
        return new DataException(file, 0, found, expected, null);
    }

    /** An error in a file, folder or archive as a whole that another exception brought to light. */
    public static DataException in(String file, String found, String expected, Throwable cause) {
        return new DataException(file, 0, found, expected, cause);
    }

    /** Text in quotation marks for a message: cut when long, without control characters. */
    public static String quote(String text) {
        String cut = text;
        if (text.length() > LONGEST_EXCERPT) {
            cut = text.substring(0, text.offsetByCodePoints(0, LONGEST_EXCERPT / 2)) + "...";
        }
        return '"' + CONTROL.matcher(cut).replaceAll(" ") + '"';
    }

    /** Name of the file, folder or archive. */
    public String file() {
        return file;
    }

    /** Number of the line, from 1; 0 when the error is not in one line. */
    public int line() {
        return line;
    }

    /** What was there. */
    public String found() {
        return found;
    }

    /** What should have been there, or what to do. */
    public String expected() {
        return expected;
    }
}
