package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.train.TrainingListener.RestartReport;

class RecipeFolderTest {
    private static final int LINES = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    /** Another process, which adds the restarts of a model to a folder as fast as it can. */
    static final class Adding {
        private Adding() {}

        /** Takes the folder and the name of the model. */
        public static void main(String[] arguments) {
            RecipeFolder folder = new RecipeFolder(Path.of(arguments[0]));
            for (int restart = 1; restart <= LINES; restart++) {
                folder.add(line(arguments[1], restart));
            }
        }
    }

    private static RestartLine line(String job, int restart) {
        RestartReport report = new RestartReport(job, restart, 1, 0, 0, 0, 0);
        return new RestartLine(Made.here(), "test", "pe", 1, report, List.of(new RestartLine.TaskError(1, 0, 1000)));
    }

    private Process adding(String job) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Adding.class.getName(),
                        folder.toString(),
                        job)
                .inheritIO()
                .start();
    }

    @Test
    void processesThatShareAFolderLoseNoLineOfEachOther() throws IOException, InterruptedException {
        List<Process> processes = new ArrayList<>();
        for (String job : List.of("qa1", "qa2")) {
            processes.add(adding(job));
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
        assertThat(new RecipeFolder(folder).restarts()).hasSize(2 * LINES);
    }

    @Test
    void forgetsTheRestartsOfSomeModelsAndKeepsTheOthersAsTheyWere() throws IOException {
        RecipeFolder kept = new RecipeFolder(folder);
        for (String job : List.of("qa1", "qa2", "qa10")) {
            kept.add(line(job, 1));
            kept.add(line(job, 2));
        }
        List<String> before = Files.readAllLines(folder.resolve("restarts.jsonl"));
        kept.forget(Set.of("qa1", "qa3"));
        assertThat(Files.readAllLines(folder.resolve("restarts.jsonl"))).isEqualTo(before.subList(2, 6));
        kept.forget(Set.of("qa3"));
        assertThat(kept.restarts()).hasSize(4);
        new RecipeFolder(folder.resolve("none")).forget(Set.of("qa1"));
        assertThat(folder.resolve("none/restarts.jsonl")).doesNotExist();
    }
}
