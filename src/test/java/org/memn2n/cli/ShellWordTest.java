package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ShellWordTest {
    @Test
    void plainPathsStayAsTheyAre() {
        for (String path : List.of("models/qa1", "../tasks_1-20_v1-2.tar.gz", "/a/b.c", "größe")) {
            assertThat(ShellWord.of(Path.of(path))).isEqualTo(path);
        }
    }

    @Test
    void aShellReadsAnyPathAsItWas() throws IOException, InterruptedException {
        for (String path :
                List.of("my data", "it's", "$HOME", "a;b", "a\nb", "*", "~", "a\\b", "\"", "'", "a b/c'd e", "")) {
            String command = "printf '%s|' " + ShellWord.of(Path.of(path));
            Process shell = new ProcessBuilder("sh", "-c", command).start();
            String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor()).as(command).isZero();
            assertThat(read).as(command).isEqualTo(path + "|");
        }
    }
}
