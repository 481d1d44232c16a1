package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reads the results gets all of them as they are, or hears that it does not. */
final class StandardStreamsTest {
    private static final String QUESTION = "Wo ist \u00c9lodie \u2588 \u092e\u0948?";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @SuppressWarnings("NullAway.Init") // set before all
    static String predict;

    @BeforeAll
    static void train() throws IOException {
        SimulatedData data = SimulatedData.write(shared, 10, 2);
        Path model = shared.resolve("model");
        Outcome.ofLine("train --device scalar --epochs 1 --linear-epochs 0 --task 1 --data " + data.folder() + " --out "
                        + model)
                .success();
        Path question = Files.writeString(shared.resolve("question.txt"), "1 " + QUESTION + "\n");
        predict = "predict --device scalar --json --model " + model + " --data " + question;
    }

    @Test
    void printsLettersThatTheLocaleLacks() throws IOException, InterruptedException {
        Path out = shared.resolve("out.txt");
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.memn2n.cli.Main");
        builder.command().addAll(List.of(predict.split(" ")));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.redirectOutput(out.toFile())
                .redirectError(shared.resolve("err.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(shared.resolve("err.txt")))
                .isZero();
        assertThat(Files.readString(out)).contains(QUESTION);
    }

    @Test
    void saysThatTheResultsCouldNotBeWritten() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("no space left");
            }
        };
        PrintWriter out = new PrintWriter(full, false, StandardCharsets.UTF_8);
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(out)
                .setErr(new PrintWriter(err, true))
                .execute(predict.split(" "));
        assertThat(code).isEqualTo(Main.DATA);
        assertThat(err.toString())
                .startsWith("the results could not be written to standard output")
                .hasLineCount(1);
    }
}
