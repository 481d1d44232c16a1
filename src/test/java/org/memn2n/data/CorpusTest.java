package org.memn2n.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.memn2n.random.RandomStreams;

class CorpusTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private TextFiles open(String train, String valid) throws IOException {
        write("a.train.txt", train);
        write("a.valid.txt", valid);
        return TextFiles.open(folder, null, TextShares.TEXT8);
    }

    private static List<String> words(Corpus corpus, int[] text) {
        return Arrays.stream(text).mapToObj(corpus.vocabulary()::word).toList();
    }

    @Test
    void readsWordsAsTheyStandAndEndsEveryLine() throws IOException {
        TextFiles files = open("\uFEFF the  Cat, sat\r\n\n\ton 9 mats", "mats sat\n");
        Corpus corpus = Corpus.read(files, 1);

        assertThat(words(corpus, corpus.training()))
                .containsExactly("the", "Cat,", "sat", "<eos>", "<eos>", "on", "9", "mats");
        assertThat(words(corpus, corpus.validation())).containsExactly("mats", "sat", "<eos>");
        assertThat(corpus.vocabulary().lines())
                .containsExactly("<null>", "9", "<eos>", "Cat,", "mats", "on", "sat", "the");
        assertThat(files.has(TextPart.TEST)).isFalse();
    }

    @Test
    void endsOfLinesAreNoWordsWhereTheTrainingTextIsOneLine() throws IOException {
        Path text = write("text8", "a b c ".repeat(200) + "\n");
        TextFiles files = TextFiles.open(text, null, TextShares.TEXT8);
        Corpus corpus = Corpus.read(files, 1);
        int[] test = Corpus.encode(files, TextPart.TEST, corpus.vocabulary());

        assertThat(corpus.vocabulary().lines()).containsExactly("<null>", "a", "b", "c");
        assertThat(corpus.training().length + corpus.validation().length + test.length)
                .isEqualTo(600);
        assertThat(words(corpus, test)).endsWith("b", "c");
    }

    @Test
    void rareWordsBecomeTheUnknownOneEverywhere() throws IOException {
        Corpus corpus = Corpus.read(open("a b a c a b\n", "c d b a\n"), 2);

        assertThat(words(corpus, corpus.training())).containsExactly("a", "b", "a", "<unk>", "a", "b", "<unk>");
        assertThat(words(corpus, corpus.validation())).containsExactly("<unk>", "<unk>", "b", "a", "<unk>");
        assertThat(corpus.vocabulary().lines()).containsExactly("<null>", "<unk>", "a", "b");
    }

    @Test
    void anUnknownWordOfTheTextItselfIsKeptHoweverRare() throws IOException {
        Corpus corpus = Corpus.read(open("a <unk> a\n\n", "z a\n"), 1);

        assertThat(words(corpus, corpus.validation())).containsExactly("<unk>", "a", "<eos>");
        assertThat(Corpus.read(open("a <unk> a\n\n", "a\n"), 2).vocabulary().lines())
                .containsExactly("<null>", "<eos>", "<unk>", "a");
    }

    @Test
    void aWordThatNothingStandsForIsRefused() throws IOException {
        TextFiles files = open("a b\n", "a z\n");

        assertThatThrownBy(() -> Corpus.read(files, 1))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("the valid text", "\"z\"", "<unk>");
    }

    @Test
    void whatIsNoTextIsRefused() throws IOException {
        assertThatThrownBy(() -> Corpus.read(open("", "a\n"), 1))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("the train text", "no words");
        assertThatThrownBy(() -> Corpus.read(open("a" + "b".repeat(10_000), "a\n"), 1))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("a.train.txt:1", "more than 10000 letters");
        Files.write(folder.resolve("a.train.txt"), new byte[] {'a', '\n', (byte) 0xE9, '\n'});
        assertThatThrownBy(() -> Corpus.read(TextFiles.open(folder, null, TextShares.TEXT8), 1))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("a.train.txt", "not UTF-8");
        assertThatThrownBy(() -> TextFiles.open(folder.resolve("nothing"), null, TextShares.TEXT8))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("nothing there");
        assertThatThrownBy(() -> Corpus.read(TextFiles.open(folder, null, TextShares.TEXT8), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void oneOfSeveralTextsIsChosenByName() throws IOException {
        open("a\n", "a\n");
        write("b.train.txt", "b\n");
        write("b.valid.txt", "b\n");
        write("c.train.txt", "no validation text\n");

        assertThatThrownBy(() -> TextFiles.open(folder, null, TextShares.TEXT8))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("several texts", "a, b");
        assertThatThrownBy(() -> TextFiles.open(folder, "c", TextShares.TEXT8))
                .isInstanceOf(DataException.class)
                .hasMessageContainingAll("no text \"c\"", "a, b");
        Corpus corpus = Corpus.read(TextFiles.open(folder, "b", TextShares.TEXT8), 1);
        assertThat(corpus.vocabulary().knows("b")).isTrue();
        assertThatThrownBy(() -> Corpus.encode(
                        TextFiles.open(folder, "b", TextShares.TEXT8), TextPart.TEST, corpus.vocabulary()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no test text");
    }

    @Test
    void anArchiveIsReadAsItIs() throws IOException {
        Path archive = new Tars()
                .add("x/data/ptb.train.txt", "one two\n")
                .add("x/data/ptb.valid.txt", "two\n")
                .add("x/data/README", "about")
                .add("x/data/ptb.test.txt", "one\n")
                .writeGzip(folder.resolve("texts.tgz"));
        TextFiles files = TextFiles.open(archive, null, TextShares.TEXT8);
        Corpus corpus = Corpus.read(files, 1);

        assertThat(words(corpus, corpus.training())).containsExactly("one", "two", "<eos>");
        assertThat(words(corpus, Corpus.encode(files, TextPart.TEST, corpus.vocabulary())))
                .containsExactly("one", "<eos>");
    }

    @Test
    void aSingleTextIsCutBetweenWordsAndNothingIsLost() throws IOException {
        for (int seed = 0; seed < 200; seed++) {
            RandomGenerator random = RandomStreams.of(seed);
            List<String> words = new ArrayList<>();
            IntStream.range(0, 1 + random.nextInt(40)).forEach(i -> words.add("\u00e9x".repeat(1 + random.nextInt(3))));
            Path file = write("text8", String.join(" ", words));
            TextShares shares = new TextShares(0.05 + 0.5 * random.nextDouble(), 0.4 * random.nextDouble());
            List<String> found = new ArrayList<>();
            for (TaskSource.Content part : TextRange.parts(file, shares).values()) {
                try (WordStream stream = new WordStream(part.open(), "text8")) {
                    for (String word = stream.next(); word != null; word = stream.next()) {
                        found.add(word);
                    }
                }
            }
            assertThat(found).as("seed %d", seed).isEqualTo(words);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "hello"})
    void aTextThatIsTooShortIsRefused(String text) throws IOException {
        Path file = write("text8", text);
        assertThatThrownBy(() -> TextFiles.open(file, null, TextShares.TEXT8))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a text of " + text.length()
                        + " bytes, too short to be parted into 0.933 for training and 0.057 for validation");
    }

    @Test
    void theSharesOfALongTextAreKept() throws IOException {
        Path file = Files.write(
                folder.resolve("text8"), "ab ".repeat(100_000).strip().getBytes(StandardCharsets.UTF_8));
        TextFiles files = TextFiles.open(file, null, new TextShares(0.9, 0.06));
        Corpus corpus = Corpus.read(files, 1);

        assertThat(corpus.training().length).isBetween(89_998, 90_002);
        assertThat(corpus.validation().length).isBetween(5_998, 6_002);
        assertThat(Corpus.encode(files, TextPart.TEST, corpus.vocabulary())).hasSizeBetween(3_998, 4_002);
        for (double[] wrong : new double[][] {{0, 0.5}, {0.9, 0.2}, {0.5, -0.1}, {0.5, 0}, {Double.NaN, 0.1}}) {
            assertThatThrownBy(() -> new TextShares(wrong[0], wrong[1])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theNullWordOfATextIsAnUnknownWord() throws IOException {
        Corpus corpus = Corpus.read(open("a <null> a\n\n", "<null> a\n"), 1);

        assertThat(words(corpus, corpus.training())).containsExactly("a", "<unk>", "a", "<eos>", "<eos>");
        assertThat(words(corpus, corpus.validation())).containsExactly("<unk>", "a", "<eos>");
        assertThat(corpus.vocabulary().lines()).containsExactly("<null>", "<eos>", "<unk>", "a");
    }

    @Test
    void twoFilesForOneTextAreRefused() throws IOException {
        write("a-train.txt", "b\n");

        assertThatThrownBy(() -> open("a\n", "a\n"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("a second train text of this name, beside a");
    }
}
