package org.memn2n.benchmarks.reproduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextShares;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TextPlan;
import org.memn2n.train.TrainingListener;
import org.memn2n.train.TrainingStoppedException;

/** The epochs and the score of a run are those of the model in its folder, whatever happened on the way. */
class LanguageRunTest {
    private static final LanguageRecipe RECIPE = LanguageRecipe.ALL.get(0);
    private static final TextPlan PLAN = TextPlan.of(null, 1, TextShares.TEXT8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    /** An epoch without how fast it was. */
    private record Epoch(int number, double rate, double loss, double validation) {
        static Epoch of(TrainingListener.EpochReport report) {
            return new Epoch(report.epoch(), report.learningRate(), report.loss(), report.validationLoss());
        }
    }

    /** Hears of epochs, and asks for a stop after one of them. */
    private static final class Hearing implements TrainingListener {
        final List<Epoch> epochs = new ArrayList<>();
        final StopSignal stop = new StopSignal();
        private final int last;

        Hearing(int last) {
            this.last = last;
        }

        @Override
        public void epochEnded(EpochReport report) {
            epochs.add(Epoch.of(report));
            if (report.epoch() == last) {
                stop.stop();
            }
        }
    }

    @BeforeEach
    void write() throws IOException {
        Path text = Files.createDirectories(folder.resolve("text"));
        for (Map.Entry<String, Integer> part :
                Map.of("train", 10, "valid", 5, "test", 4).entrySet()) {
            Files.writeString(text.resolve("ptb." + part.getKey() + ".txt"), "a b a c\n".repeat(part.getValue()));
        }
    }

    private List<Epoch> train(LanguageRun run, long seed, int last) throws IOException {
        Hearing hearing = new Hearing(last);
        TextFiles files = PLAN.open(folder.resolve("text"));
        try (Backend scalar = Backends.open("scalar")) {
            run.run(PLAN, files, 1, seed, scalar, hearing, hearing.stop);
        }
        return hearing.epochs;
    }

    private static List<Epoch> kept(LanguageRun run) throws IOException {
        return run.epochs().stream().map(Epoch::of).toList();
    }

    @Test
    void aRunThatWasStoppedEndsAsOneThatWasNot() throws IOException {
        LanguageRun whole = new LanguageRun(RECIPE, folder.resolve("whole"));
        List<Epoch> epochs = train(whole, 1, 0);
        assertThat(epochs).hasSizeGreaterThan(4);
        assertThat(kept(whole)).isEqualTo(epochs);

        LanguageRun stopped = new LanguageRun(RECIPE, folder.resolve("stopped"));
        assertThatThrownBy(() -> train(stopped, 1, 3)).isInstanceOf(TrainingStoppedException.class);
        assertThat(stopped.score()).isEmpty();
        assertThat(kept(stopped)).isEqualTo(epochs.subList(0, 3));

        assertThat(train(stopped, 1, 0)).isEqualTo(epochs.subList(3, epochs.size()));
        assertThat(kept(stopped)).isEqualTo(epochs);
        assertThat(stopped.score().orElseThrow().test())
                .isEqualTo(whole.score().orElseThrow().test());
        assertThat(train(stopped, 1, 0)).as("nothing is trained twice").isEmpty();
    }

    @Test
    void everyWordOfEachTextIsScored() throws IOException {
        LanguageRun run = new LanguageRun(RECIPE, folder.resolve("scored"));
        train(run, 1, 0);
        LanguageScore score = run.score().orElseThrow();
        assertThat(score.valid().words()).isEqualTo(25);
        assertThat(score.test().words()).isEqualTo(20);
    }

    @Test
    void itsModelIsOneForTheCommandsOfLanguageModels() throws IOException {
        LanguageRun run = new LanguageRun(RECIPE, folder.resolve("plan"));
        train(run, 1, 0);
        assertThat(TextPlan.read(folder.resolve("plan").resolve("model"))).isEqualTo(PLAN);
    }

    @Test
    void aModelThatSomebodyHasRemovedTakesItsEpochsAndItsScoreAlong() throws IOException {
        Path path = folder.resolve("run");
        LanguageRun run = new LanguageRun(RECIPE, path);
        train(run, 1, 0);
        LanguageScore before = run.score().orElseThrow();
        String first = Files.readString(path.resolve("training.jsonl"))
                .lines()
                .filter(line -> line.contains("\"epoch\":1,"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                path.resolve("training.jsonl"),
                first.replace("\"epoch\":1,", "\"epoch\":99,") + "\n",
                StandardOpenOption.APPEND);
        assertThat(run.epochs()).as("those of a longer training").anyMatch(epoch -> epoch.epoch() == 99);
        try (Stream<Path> files = Files.list(path.resolve("model"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }

        List<Epoch> epochs = train(run, 2, 0);
        assertThat(kept(run)).isEqualTo(epochs);
        assertThat(run.score().orElseThrow().seed()).isEqualTo(2);
        assertThat(run.score().orElseThrow().test()).isNotEqualTo(before.test());
    }
}
