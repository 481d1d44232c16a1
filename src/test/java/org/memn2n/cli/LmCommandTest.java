package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.LanguageModel;
import org.memn2n.data.Corpus;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;

final class LmCommandTest {
    private static final String SMALL = " --hops 2 --dim 12 --memory 6 --batch 20 --rate 0.05 --deviation 0.2";
    private static final String LINE = "the cat saw the dog and the dog saw the cat\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path temporary;

    @BeforeAll
    static void write() throws IOException {
        Path text = Files.createDirectory(shared.resolve("text"));
        Files.writeString(text.resolve("pets.train.txt"), LINE.repeat(40));
        Files.writeString(text.resolve("pets.valid.txt"), LINE.repeat(5));
        Files.writeString(text.resolve("pets.test.txt"), LINE.repeat(5));
        Outcome trained = Outcome.ofLine(train(shared.resolve("model"), SMALL + " --epochs 30"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err().lines()).hasSizeBetween(5, 30);
        List<String> epochs = trained.err().lines().toList();
        assertThat(epochs.get(0))
                .startsWith("restart 1, epoch 1 of at most 30: rate 0.0500, perplexity ")
                .endsWith(" words/s");
        assertThat(epochs.get(1)).startsWith("restart 1, epoch 2 ").endsWith(" words/s, at most 0 h 00 min to go");
        assertThat(trained.lines()).hasSize(2);
        assertThat(trained.lines().get(1)).matches("test: perplexity 1\\.\\d\\d on all 60 words; the authors' way 1.*");
    }

    private static String train(Path out, String more) {
        return "lm train --device scalar --data " + shared.resolve("text") + " --out " + out + more;
    }

    @Test
    void scoresEveryWordOfTheTestText() throws IOException {
        List<JsonNode> lines = Outcome.ofLine("lm eval --device scalar --json --model " + shared.resolve("model")
                        + " --data " + shared.resolve("text"))
                .success()
                .jsonLines();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(1).get("part").asText()).isEqualTo("TEST");
        assertThat(lines.get(1).get("words").asLong()).isEqualTo(60);
        assertThat(lines.get(1).get("perplexity").asDouble()).isBetween(1.0, 2.0);
        assertThat(lines.get(1).get("authorsPerplexity").asDouble()).isBetween(1.0, 2.0);
        assertThat(lines.get(1).get("device").asText()).startsWith("scalar");
    }

    @Test
    void writesWhatItHasLearned() {
        String command = "lm generate --device scalar --temperature 0.1 --words 24 --model " + shared.resolve("model");

        assertThat(Outcome.ofLine(command).success().out()).isEqualTo(LINE.repeat(2) + System.lineSeparator());
        assertThat(Outcome.of((command + " --prompt").split(" ", -1)).exitCode())
                .isEqualTo(Main.USAGE);
    }

    @Test
    void aTextOfItsOwnComesBeforeAPromptThatDoesNotFillTheMemory() throws IOException {
        String model =
                "lm generate --device scalar --temperature 8 --seed 7 --words 40 --model " + shared.resolve("model");
        String six = "dog saw the cat <eos> the";

        assertThat(written(model, "saw"))
                .as("twice the six words of the memory by default")
                .isEqualTo(expected(12, "saw"))
                .isNotEqualTo(written(model + " --lead-in 0", "saw"));
        assertThat(written(model + " --lead-in 3", "saw")).isEqualTo(expected(3, "saw"));
        assertThat(written(model, six)).as("a full memory").isEqualTo(written(model + " --lead-in 0", six));
        Outcome refused = Outcome.ofLine(model + " --lead-in -1");
        assertThat(refused.exitCode()).isEqualTo(Main.USAGE);
        assertThat(refused.err()).contains("--lead-in take 0 or more", "found 40, -1 and 8.0");
    }

    /** Forty words after this one, the model having written so many before it. */
    private static String expected(int leadIn, String prompt) throws IOException {
        try (Backend backend = Backends.open("scalar");
                LanguageModel language = LanguageModel.load(shared.resolve("model"), backend)) {
            List<String> before = new ArrayList<>(language.leadIn(leadIn, 8, false, ~7L));
            assertThat(before).startsWith(Corpus.END).endsWith(Corpus.END).hasSizeBetween(leadIn + 1, leadIn + 2);
            before.add(prompt);
            String words = String.join(" ", language.generate(before, 40, 8, false, 7));
            return words.replaceAll(" ?<eos> ?", System.lineSeparator()) + System.lineSeparator();
        }
    }

    @Test
    void saysWhichWordsOfAPromptItDoesNotKnow() {
        String prompt = "zebra the newt zebra";
        Outcome outcome = Outcome.of(
                "lm",
                "generate",
                "--device",
                "scalar",
                "--model",
                shared.resolve("model").toString(),
                "--prompt",
                prompt);

        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err())
                .isEqualToIgnoringNewLines(
                        "the model does not know these words of the prompt and reads them as blanks: zebra newt");
    }

    @Test
    void writesNoLongerThanItIsRead() {
        StringWriter err = new StringWriter();
        int code = Main.commandLine()
                .setOut(new PrintWriter(new OutputStreamWriter(new EndedReader(), StandardCharsets.UTF_8)))
                .setErr(new PrintWriter(err, true))
                .execute(("lm generate --device scalar --words 50000 --model " + shared.resolve("model")).split(" "));

        assertThat(err.toString()).startsWith("the words could not be written").hasLineCount(1);
        assertThat(code).isEqualTo(Main.DATA);
    }

    /** Takes a hundred bytes, then no more. */
    private static final class EndedReader extends OutputStream {
        private int taken;

        @Override
        public void write(int value) throws IOException {
            if (++taken > 100) {
                throw new IOException("broken pipe");
            }
        }
    }

    private static String written(String command, String prompt) {
        List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
        arguments.addAll(List.of("--prompt", prompt));
        return Outcome.of(arguments.toArray(String[]::new)).success().out();
    }

    @Test
    void isNotAskedQuestions() throws IOException {
        Path stories = Files.writeString(
                temporary.resolve("qa1_x_test.txt"), "1 Mary went to the attic.\n2 Where is Mary? attic\t1\n");
        for (String command : List.of("ask", "predict --data " + stories, "eval --task 1 --data " + stories)) {
            Outcome refused = Outcome.ofLine(command + " --device scalar --model " + shared.resolve("model"));
            assertThat(refused.exitCode()).as(command + refused.err()).isEqualTo(Main.USAGE);
            assertThat(refused.err()).contains("the model lm is a language model");
        }
    }

    @Test
    void goesOnWithATrainingToTheVerySameModel() throws IOException {
        Path whole = temporary.resolve("whole");
        Path ended = temporary.resolve("ended");
        assertThat(Outcome.ofLine(train(whole, SMALL + " --epochs 3")).exitCode())
                .isZero();
        assertThat(Outcome.ofLine(train(ended, SMALL + " --epochs 3")).exitCode())
                .isZero();
        byte[] model = Files.readAllBytes(whole.resolve("model.safetensors"));
        assertThat(Files.readAllBytes(ended.resolve("model.safetensors"))).isEqualTo(model);

        Files.delete(ended.resolve("model.safetensors"));
        String data = " --data " + shared.resolve("text");
        Outcome.ofLine("lm eval --model " + ended + data)
                .requireMistake(Main.DATA, "finish it with 'memn2n lm train --resume'");
        String resume = "lm train --device scalar --resume " + ended + data;
        Path vocabulary = ended.resolve("vocab.txt");
        String words = Files.readString(vocabulary);
        Files.writeString(vocabulary, words.replace("cat", "mouse"));
        Outcome.ofLine(resume).requireMistake(Main.DATA, "another vocabulary than its own training data has");
        Files.writeString(vocabulary, words);
        Outcome resumed = Outcome.ofLine(resume);
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(Files.readAllBytes(ended.resolve("model.safetensors"))).isEqualTo(model);
    }

    @Test
    void meetsMistakesWithOneLineThatSaysWhatToDo() throws IOException {
        Path model = shared.resolve("model");
        Path text = shared.resolve("text");
        Path none = temporary.resolve("none");
        Path story = Files.createDirectories(temporary.resolve("story"));

        Outcome.ofLine("lm").requireMistake(Main.USAGE, "name a command: lm train, lm eval or lm generate");
        Outcome.ofLine(train(model, "")).requireMistake(Main.USAGE, "already holds a model; go on with --resume");
        Outcome.ofLine("lm train --data " + text).requireMistake(Main.USAGE, "name a folder for the model with --out");
        Outcome.ofLine("lm train --data " + text + " --resume " + model + " --hops 2")
                .requireMistake(Main.USAGE, "--hops is taken from the folder");
        Outcome.ofLine("lm train --data " + text + " --resume " + none)
                .requireMistake(Main.USAGE, "no language model was begun in");
        Outcome.ofLine(train(none, " --hops 0")).requireMistake(Main.USAGE, "hops must be at least 1");
        Outcome.ofLine(train(none, " --rare 0")).requireMistake(Main.USAGE, "1 or more");
        Outcome.ofLine(train(none, " --train-share 0.99")).requireMistake(Main.USAGE, "at most 1 together");
        Outcome.ofLine(train(none, " --valid-share 0"))
                .requireMistake(Main.USAGE, "above 0 for training and for validation");
        Outcome.ofLine(train(none, " --dim 50000"))
                .requireMistake(Main.USAGE, "the tensor H would have 50000 rows of 50000 components");
        Path empty = Files.createFile(temporary.resolve("text8"));
        Outcome.ofLine("lm train --out " + none + " --data " + empty)
                .requireMistake(Main.DATA, "a text of 0 bytes, too short to be parted");
        Outcome.ofLine(train(none, " --text dogs")).requireMistake(Main.DATA, "no text \"dogs\"");
        Outcome.ofLine("lm train --out " + none + " --data " + story)
                .requireMistake(Main.DATA, "no training and validation text");
        Outcome.ofLine("lm eval --model " + story + " --data " + text)
                .requireMistake(Main.USAGE, "holds no language model");
        Outcome.ofLine("lm generate --model " + story).requireMistake(Main.USAGE, "holds no language model");
        Path rare = temporary.resolve("rare");
        assertThat(Outcome.ofLine(train(rare, SMALL + " --epochs 1 --rare 1000000"))
                        .exitCode())
                .isZero();
        Outcome.ofLine("lm generate --device scalar --model " + rare)
                .requireMistake(Main.USAGE, "knows no word but <unk>; allow it to be drawn with --unknown");
        assertThat(Outcome.ofLine("lm generate --device scalar --unknown --words 2 --model " + rare)
                        .success()
                        .lines())
                .containsExactly("<unk> <unk>");
        assertThat(Outcome.ofLine("lm eval --device scalar --model " + rare + " --data " + text)
                        .success()
                        .out())
                .contains("on all 60 words, 100.0 % of them <unk>; the authors' way");
        Outcome.ofLine(train(none, " --train-share 0.5"))
                .requireMistake(Main.USAGE, "--valid-share have no effect with parts that are files");
        Path single = Files.writeString(temporary.resolve("single"), LINE.repeat(100));
        Outcome.ofLine("lm train --text pets --out " + none + " --data " + single)
                .requireMistake(Main.USAGE, "--text has no effect with a single text");
        Path other = Files.createDirectory(temporary.resolve("other"));
        for (String part : List.of("train", "valid")) {
            Files.copy(text.resolve("pets." + part + ".txt"), other.resolve("pets." + part + ".txt"));
        }
        Files.writeString(other.resolve("pets.test.txt"), "the cat saw the zebra\n");
        Outcome.ofLine("lm train --out " + none + " --data " + other)
                .requireMistake(Main.DATA, "the test text: found the word \"zebra\"");
        Outcome.ofLine("lm generate --temperature 0 --model " + model).requireMistake(Main.USAGE, "above 0");
        assertThat(none).doesNotExist();
    }
}
