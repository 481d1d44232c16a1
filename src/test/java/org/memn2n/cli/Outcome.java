package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What a command did.
 *
 * @param exitCode what the process would end with
 * @param out what it printed
 * @param err what it complained of
 */
record Outcome(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Runs a command in this process. */
    static Outcome of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = command.execute(arguments);
        return new Outcome(exitCode, out.toString(), err.toString());
    }

    /** The same, for a line of arguments parted by spaces. */
    static Outcome ofLine(String arguments) {
        return of(arguments.split(" ", -1));
    }

    /** The same, with something to read. */
    static Outcome ofLine(String arguments, String typed) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)));
        try {
            return ofLine(arguments);
        } finally {
            System.setIn(before);
        }
    }

    /** This outcome, after a check that it was a success without complaints. */
    Outcome success() {
        assertThat(err).isEmpty();
        assertThat(exitCode).isZero();
        return this;
    }

    /** The lines printed. */
    List<String> lines() {
        return out.lines().toList();
    }

    /** The lines printed, each of them JSON. */
    List<JsonNode> jsonLines() throws IOException {
        List<JsonNode> values = new ArrayList<>();
        for (String line : lines()) {
            values.add(JSON.readTree(line));
        }
        return values;
    }

    /** Checks that a user's mistake was met with one line that says what to do. */
    void requireMistake(int code, String says) {
        assertThat(err).as("standard error").contains(says).endsWith("\n").doesNotContain("\tat ", "Exception");
        assertThat(err.lines()).as("standard error").hasSize(1);
        assertThat(out).as("standard output").isEmpty();
        assertThat(exitCode).as(err).isEqualTo(code);
    }
}
