package org.memn2n.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths in commands that are offered to be typed. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:=+,@%-]+");

    private ShellWord() {}

    /** The path as one word of a POSIX shell: in quotation marks where it would fall apart or mean something else. */
    static String of(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
