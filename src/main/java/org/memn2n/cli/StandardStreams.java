package org.memn2n.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Standard output and error in UTF-8, whatever the locale: JDK 17 would take its charset, and lose every letter that this lacks. */
public final class StandardStreams {
    private StandardStreams() {}

    /** The command line, told to print to them. */
    public static CommandLine of(CommandLine commandLine) {
        return commandLine.setOut(writer(System.out)).setErr(writer(System.err));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
