package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskFilesTest {
    @TempDir
    private Path folder;

    private Path file(String path, String answer) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text(answer));
    }

    private static String text(String answer) {
        return "1 Ann left.\n2 Who left?\t" + answer + "\t1\n";
    }

    private static String trainAnswer(TaskFiles files, int task) {
        return String.valueOf(files.train(task).get(0).answer());
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(Path data, @Nullable String variant) {
        return assertThatThrownBy(() -> TaskFiles.open(data, variant))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(data + ": found ");
    }

    @Test
    void opensAFolderThatHoldsTheFiles() throws IOException {
        file("qa1_one-fact_train.txt", "a");
        file("qa1_one-fact_test.txt", "b");
        file("qa20_last_train.txt", "c");
        file("qa3_test.txt", "d");
        file("README.txt", "e");
        file("qa4_x_valid.txt", "e");
        file("en/qa9_below_train.txt", "e");

        TaskFiles files = TaskFiles.open(folder, null);

        assertThat(files.tasks()).containsExactly(1, 3, 20);
        assertThat(files.title(1)).isEqualTo("one-fact");
        assertThat(files.title(3)).isEmpty();
        assertThat(files.variant()).isEqualTo(folder.getFileName().toString());
        assertThat(files.hasTrain(1)).isTrue();
        assertThat(files.hasTest(20)).isFalse();
        assertThat(files.hasTrain(3)).isFalse();
        assertThat(trainAnswer(files, 20)).isEqualTo("c");
        assertThat(files.test(1)).singleElement().matches(example -> example.task() == 1);
        assertThat(files.test(1).get(0).place()).hasToString("qa1_one-fact_test.txt:2");
        assertThat(TaskFiles.open(folder, "en").tasks()).containsExactly(9);
    }

    @Test
    void missingFilesAreNamedWithTheTasksThatAreThere() throws IOException {
        file("en/qa1_a_train.txt", "a");
        file("en/qa2_b_train.txt", "a");
        TaskFiles files = TaskFiles.open(folder, null);

        assertThatThrownBy(() -> files.train(3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("qa3_*_train.txt in \"en\"")
                .hasMessageContaining("[1, 2]");
        assertThatThrownBy(() -> files.test(1))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("qa1_*_test.txt");
        assertThatThrownBy(() -> files.title(3)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource({"''", "tasks_1-20_v1-2/"})
    void choosesAmongVariantsOneOrTwoLevelsBelow(String above) throws IOException {
        file(above + "en/qa1_a_train.txt", "english");
        file(above + "hn/qa1_a_train.txt", "hindi");
        file(above + "en-10k/qa1_a_train.txt", "large");

        assertThat(trainAnswer(TaskFiles.open(folder, null), 1)).isEqualTo("english");
        assertThat(trainAnswer(TaskFiles.open(folder, "hn"), 1)).isEqualTo("hindi");
        assertThat(TaskFiles.open(folder, "en-10k").variant()).isEqualTo("en-10k");
        assertRefused(folder, "fr").hasMessageContaining("\"fr\"").hasMessageContaining("en, en-10k, hn");
    }

    @Test
    void theOnlyVariantNeedsNoName() throws IOException {
        file("hn/qa1_a_train.txt", "hindi");

        assertThat(TaskFiles.open(folder, null).variant()).isEqualTo("hn");
    }

    @Test
    void severalVariantsWithoutEnglishMustBeNamed() throws IOException {
        file("hn/qa1_a_train.txt", "a");
        file("shuffled/qa1_a_train.txt", "a");

        assertRefused(folder, null).hasMessageContaining("found 2 variants").hasMessageContaining("hn, shuffled");
    }

    @Test
    void variantsOfOneNameAreToldApartByTheirPath() throws IOException {
        file("v1/en/qa1_a_train.txt", "old");
        file("v2/en/qa1_a_train.txt", "new");

        assertRefused(folder, null).hasMessageContaining("v1/en, v2/en");
        assertThat(trainAnswer(TaskFiles.open(folder, "v2/en"), 1)).isEqualTo("new");
    }

    @Test
    void filesThreeLevelsBelowAreNotSearched() throws IOException {
        file("a/b/c/qa1_a_train.txt", "a");

        assertRefused(folder, null)
                .hasMessageContaining("no file named like")
                .hasMessageContaining("expected a folder");
    }

    @Test
    void twoFilesForOneTaskAreRefused() throws IOException {
        file("qa1_a_train.txt", "a");
        file("qa1_b_train.txt", "a");

        assertRefused(folder, null).hasMessageContaining("qa1_a_train.txt and qa1_b_train.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "qa7_counting_train.txt, 7, counting, true",
        "qa7_counting_test.txt, 7, counting, false",
        "my own.txt, 0, my own, true",
        "mine_train.txt, 0, mine, true",
        "mine_test.txt, 0, mine, false",
    })
    void opensASingleFile(String name, int task, String title, boolean training) throws IOException {
        TaskFiles files = TaskFiles.open(file(name, "a"), null);

        assertThat(files.tasks()).containsExactly(task);
        assertThat(files.title(task)).isEqualTo(title);
        assertThat(files.hasTrain(task)).isEqualTo(training);
        assertThat(files.hasTest(task)).isEqualTo(!training);
        assertThat(training ? files.train(task) : files.test(task)).hasSize(1);
        assertThat(files.variant()).isEmpty();
    }

    @Test
    void aLongTextIsNotTakenForAnArchive() throws IOException {
        Path file = Files.writeString(folder.resolve("long.txt"), text("a").repeat(100));

        assertThat(TaskFiles.open(file, null).train(0)).hasSize(100);
    }

    @Test
    void refusesWhatIsNoDataSet() throws IOException {
        assertRefused(folder.resolve("absent"), null).hasMessageContaining("nothing there");
        assertRefused(folder, null).hasMessageContaining("tasks_1-20_v1-2.tar.gz");
        assertRefused(file("data.csv", "a"), null).hasMessageContaining("neither a tar archive nor a .txt file");
        assertRefused(Files.createFile(folder.resolve("empty.tar.gz")), null).hasMessageContaining("neither a tar");
        assertRefused(file("one.txt", "a"), "en").hasMessageContaining("single file");
    }

    @Test
    void aBadLineIsReportedWhenItsFileIsRead() throws IOException {
        Files.writeString(folder.resolve("qa1_a_train.txt"), "1 Ann left.\n3 Bob left.\n");
        TaskFiles files = TaskFiles.open(folder, null);

        assertThatThrownBy(() -> files.train(1)).hasMessageStartingWith("qa1_a_train.txt:2: found ");
    }

    @Test
    void linksThatLeadInCirclesDoNoHarm() throws IOException {
        file("en/qa1_a_train.txt", "a");
        Files.createSymbolicLink(folder.resolve("en/loop"), folder);

        assertThatCode(() -> TaskFiles.open(folder, "en")).doesNotThrowAnyException();
    }
}
