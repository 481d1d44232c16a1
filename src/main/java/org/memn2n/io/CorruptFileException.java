package org.memn2n.io;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file was opened and read, but its content is not what it has to be. */
public final class CorruptFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String place;

    /**
     * An error whose message holds all four parts.
     *
     * @param place the file, with line and column where there are any
     * @param found what the file holds
     * @param expected what it should hold
     * @param remedy what the user can do about it
     */
    public CorruptFileException(String place, String found, String expected, String remedy) {
        this(place, found, expected, remedy, null);
    }

    /** The same, with the error that showed it. */
    public CorruptFileException(String place, String found, String expected, String remedy, @Nullable Throwable cause) {
        super(place + ": found " + found + "; expected " + expected + ". Remedy: " + remedy + ".", cause);
        this.place = place;
    }

    /** The file, with line and column where there are any. */
    public String place() {
        return place;
    }
}
