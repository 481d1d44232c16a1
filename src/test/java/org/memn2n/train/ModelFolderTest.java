package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.io.CorruptFileException;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.OutputLayer;
import org.memn2n.model.TimeEncoding;
import org.memn2n.model.Tying;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Stories;

class ModelFolderTest {
    private static final List<String> FILES = List.of("config.json", "vocab.txt", "model.safetensors");

    @TempDir
    private Path folder;

    private static TrainingJob job(@Nullable Path place, long seed) {
        return Small.job(Small.training().restarts(2).seed(seed).build(), place);
    }

    private static List<Answer> answers(TrainedModel model) {
        try (Backend backend = Backends.open("scalar");
                Predictor predictor = new Predictor(model, backend)) {
            return predictor.answerAll(Stories.simulated(10, 4));
        }
    }

    @Test
    void aLoadedModelGivesTheAnswersOfTheSavedOne() throws IOException {
        List<ModelOptions> networks = List.of(
                Small.model().build(),
                Small.model().tying(Tying.LAYER_WISE).linearMap(true).build(),
                Small.model()
                        .tying(Tying.NONE)
                        .time(TimeEncoding.WORD)
                        .output(OutputLayer.ANSWERS)
                        .build());
        for (ModelOptions network : networks) {
            Path place = folder.resolve("model" + networks.indexOf(network));
            TrainedModel trained = Small.train(TrainingJob.ofStories(
                    "saved",
                    List.of(1),
                    Small.examples(),
                    network,
                    Small.training().build(),
                    place));
            TrainedModel loaded = new ModelFolder(place).load();

            assertThat(Bits.difference(loaded.parameters(), trained.parameters()))
                    .isEmpty();
            assertThat(loaded.config()).isEqualTo(trained.config());
            assertThat(loaded.report()).isEqualTo(trained.report());
            assertThat(answers(loaded)).isEqualTo(answers(trained));
            try (Backend backend = Backends.open("scalar");
                    Predictor predictor = Predictor.load(place, backend)) {
                assertThat(predictor.answerAll(Stories.simulated(10, 4))).isEqualTo(answers(trained));
            }
        }
        TrainedModel other = Small.train(job(null, 99));
        assertThat(answers(other)).isNotEqualTo(answers(Small.train(job(null, 1))));
    }

    @Test
    void onlyTheModelStaysWhenTrainingHasEnded() throws IOException {
        Small.train(job(folder, 1));

        assertThat(folder).isDirectoryContaining("glob:**model.safetensors");
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrderElementsOf(FILES);
        }
        assertThat(new ModelFolder(folder).finished()).isTrue();
    }

    @Test
    void filesOfAnotherModelAreRefused() throws IOException {
        Path other = folder.resolve("other");
        Path mine = folder.resolve("mine");
        Small.train(job(mine, 1));
        Small.train(job(other, 2));
        // Same data, so the words are the same: only the other two files tell the models apart.
        assertThat(Files.readAllBytes(mine.resolve("vocab.txt")))
                .isEqualTo(Files.readAllBytes(other.resolve("vocab.txt")));
        Files.writeString(other.resolve("vocab.txt"), "<null>\nother\n");

        for (String file : FILES) {
            byte[] own = Files.readAllBytes(mine.resolve(file));
            Files.write(mine.resolve(file), Files.readAllBytes(other.resolve(file)));
            assertThatThrownBy(() -> new ModelFolder(mine).load())
                    .as(file)
                    .isInstanceOf(CorruptFileException.class)
                    .hasMessageContainingAll(mine.toString(), "SHA-256", "of another model");
            Files.write(mine.resolve(file), own);
        }
        assertThat(new ModelFolder(mine).load().report().trainingLoss()).isPositive();
    }

    @Test
    void aNumberThatWasEditedIsRefused() throws IOException {
        Small.train(job(folder, 1));
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        String edited = text.replace("\"learningRate\" : 0.01", "\"learningRate\" : 0.02");
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(config, edited);

        assertThat(new ModelFolder(folder).config().training().learningRate()).isEqualTo(0.02);
        assertThatThrownBy(() -> new ModelFolder(folder).load())
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("config.json", "restore the folder");
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Small.train(job(folder, 1));
        for (String file : List.of("config.json", "vocab.txt")) {
            byte[] content = Files.readAllBytes(folder.resolve(file));
            Files.delete(folder.resolve(file));
            assertThatThrownBy(() -> new ModelFolder(folder).load())
                    .isInstanceOf(NoSuchFileException.class)
                    .hasMessageContaining(file);
            Files.write(folder.resolve(file), content);
        }
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> new ModelFolder(folder).load())
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("training has not ended", "--resume");
        assertThatThrownBy(() -> new ModelFolder(folder.resolve("nothing")).load())
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("no model", "--out");
    }

    @Test
    void anotherFormatIsRefusedWithTheVersionToUse() throws IOException {
        Small.train(job(folder, 1));
        Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config)
                        .replace("\"format\" : 3", "\"format\" : 1")
                        .replace("rateRule", "anOlderName"));

        assertThatThrownBy(() -> new ModelFolder(folder).config())
                .isInstanceOf(CorruptFileException.class)
                .hasMessageContainingAll("format 1", "format 3", Version.current());
    }

    @Test
    void aFolderOfFoldersHoldsAModelInEach() throws IOException {
        Small.train(job(folder.resolve("qa2"), 1));
        Small.train(job(folder.resolve("qa1"), 1));
        Files.createDirectory(folder.resolve("notes"));

        assertThat(ModelFolder.in(folder))
                .extracting(ModelFolder::path)
                .containsExactly(folder.resolve("qa1"), folder.resolve("qa2"));
        assertThat(ModelFolder.in(folder.resolve("qa1")))
                .extracting(ModelFolder::path)
                .containsExactly(folder.resolve("qa1"));
        assertThat(ModelFolder.in(folder.resolve("nothing"))).hasSize(1);
    }
}
