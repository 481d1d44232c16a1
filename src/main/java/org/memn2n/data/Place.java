package org.memn2n.data;

/**
 * Where something was read.
 *
 * @param file name of the file
 * @param line number of the line, from 1
 */
public record Place(String file, int line) {
    /** {@code file:line}. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
