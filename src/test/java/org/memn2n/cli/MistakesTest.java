package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A user's mistake gives one line that says what to do, the right exit code, and leaves nothing behind. */
final class MistakesTest {
    private static final String SHORT = " --device scalar --epochs 1 --linear-epochs 1";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    static Path shared;

    @BeforeAll
    static void write() throws IOException {
        SimulatedData data = SimulatedData.write(shared, 10, 4);
        Files.writeString(shared.resolve("letter.txt"), "Dear Emma,\nwhere are you?\n");
        Files.write(shared.resolve("latin1.txt"), new byte[] {'1', ' ', 'c', 'a', 'f', (byte) 0xE9, '\n'});
        Files.writeString(shared.resolve("picture.png"), "not a picture");
        SimulatedData.write(Files.createDirectory(shared.resolve("other")), 11, 4);
        byte[] archive = Files.readAllBytes(data.archive());
        Files.write(shared.resolve("cut.tar.gz"), Arrays.copyOf(archive, archive.length / 2));
        Files.createDirectory(shared.resolve("empty"));
        Outcome.ofLine(at("train --data {}/en --out {}/models" + SHORT)).success();
        Outcome.ofLine(at("train --task 1 --data {}/en --out {}/model" + SHORT)).success();
    }

    /** The line with the folder of this test in place of {}. */
    private static String at(String line) {
        return line.replace("{}", shared.toString());
    }

    private static void requireMistake(int code, String says, String line) {
        Outcome.ofLine(at(line)).requireMistake(code, at(says));
        assertThat(shared.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Unmatched argument at index 0: 'trian'; see 'memn2n --help' | trian",
                "Unknown option: '--wrong'; see 'memn2n devices --help' | devices --wrong",
                "Unmatched argument at index 1: 'all' | devices all",
                "Missing required option: '--data=PATH'; see 'memn2n train --help' | train --out {}/new",
                "Missing required options: '--model=DIR', '--data=PATH' | eval",
                "Missing required options: '--model=DIR', '--data=FILE' | predict",
                "Missing required option: '--model=DIR' | ask",
                "name a folder for the model with --out | train --data {}/en",
                "--clip-norm has no effect with --clip NONE | train --data {}/en --out {}/new --clip NONE --clip-norm 3",
                "--noise-fraction has no effect | train --data {}/en --out {}/new --noise NONE --noise-fraction 0.5",
                "--linear-rate have no effect | train --data {}/en --out {}/new --linear-start NONE --linear-epochs 5",
                "--linear-rate have no effect | train --data {}/en --out {}/new --linear-start NONE --linear-rate 0.1",
                "--length-rule has no effect | train --data {}/en --out {}/new --placed-words --length-rule LONGEST",
                "--noise-fraction have no effect with --time NONE | train --data {}/en --out {}/new --time NONE --noise GAPS",
                "no task [99] in {}/en; there are [1, 2] | train --data {}/en --out {}/new --task 99",
                "no task [3] in {}/en; there are [1, 2] | eval --data {}/en --model {}/model --task 3",
                "--last-batch': expected one of [SCORED, DROPPED] | eval --data {}/en --model {}/model --last-batch x",
                "{}/model already holds a training; go on with --resume | train --data {}/en --out {}/model",
                "{}/models already holds a training | train --data {}/en --out {}/models",
                "{}/models/qa1 already holds a model; name another folder | train --data {}/en --out {}/models/qa1",
                "letter.txt is a file; name a folder | train --data {}/en --out {}/letter.txt",
                "no training was begun in {}/new | train --data {}/en --resume {}/new",
                "no training was begun in {}/models/qa1 | train --data {}/en --resume {}/models/qa1",
                "with --resume, --epochs is taken from the folder | train --data {}/en --resume {}/model --epochs 3",
                "with --resume, --out is taken from the folder | train --data {}/en --resume {}/model --out {}/new",
                "with --resume, --joint is taken from the folder | train --data {}/en --resume {}/model --joint",
                "with --resume, --task is taken from the folder | train --data {}/en --resume {}/model --task 1",
                "with --resume, --hops is taken from the folder | train --data {}/en --resume {}/model --hops 3",
                "holds a training on other data | train --data {}/other/en --resume {}/model",
                "{}/models holds 2 models; name one of them, such as {}/models/qa1 | ask --model {}/models",
                "{}/models holds 2 models | predict --model {}/models --data {}/en/qa1_simulated_test.txt",
                "{}/en is a folder; --data takes one file of it | predict --model {}/model --data {}/en",
                "no stories can be simulated for task 21; choose one of 1 to 20 | demo --task 21",
                "'--seed': 'x' is not a long | demo --seed x"
            })
    void commandsAndOptions(String says, String line) {
        requireMistake(Main.USAGE, says, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--task 1-",
                "--task -1",
                "--task 2-1",
                "--task 1,,2",
                "--task one",
                "--task 1-2-3",
                "--task 1-99999",
                "--task 2147483647",
                "--threads 0",
                "--threads x",
                "--hops 0",
                "--hops 1.5",
                "--dim 0",
                "--dim 2000000000",
                "--dim 50000 --tying LAYER_WISE",
                "--memory 0",
                "--tying TIED",
                "--encoding x",
                "--length-rule x",
                "--time x",
                "--empty-slots x",
                "--relu x",
                "--output x",
                "--deviation -1",
                "--deviation NaN",
                "--epochs -1",
                "--batch 0",
                "--rate 0",
                "--rate NaN",
                "--halve-every 0",
                "--clip x",
                "--clip-norm 0",
                "--loss x",
                "--sampling x",
                "--linear-start x",
                "--linear-epochs -1",
                "--linear-rate -1",
                "--validation x",
                "--validation-fraction 1",
                "--validation-fraction -0.1",
                "--noise x",
                "--noise-fraction 2",
                "--restarts 0",
                "--select x",
                "--seed 1e3",
                "--linear-map=perhaps",
                "--epochs"
            })
    void valuesOfTrainingOptions(String option) {
        requireMistake(Main.USAGE, "; see 'memn2n train --help'", "train --data {}/en --out {}/new " + option);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}/none: found nothing there, expected a folder | train --data {}/none --out {}/new",
                "{}/none: found nothing there, expected a folder | eval --data {}/none --model {}/model",
                "{}/empty: found no file named like qa1_ | train --data {}/empty --out {}/new",
                "letter.txt:1: found \"Dear Emma,\", expected a line number | train --data {}/letter.txt --out {}/new",
                "letter.txt:1: found | predict --data {}/letter.txt --model {}/model",
                "latin1.txt:1: found | predict --data {}/latin1.txt --model {}/model",
                "picture.png: found a file that is neither a tar archive nor | train --data {}/picture.png --out {}/new",
                "cut.tar.gz: found | train --data {}/cut.tar.gz --out {}/new",
                "no variant \"hn\", expected one of these as the variant: en | train --data {}/en --variant hn --out {}/new",
                "a single file, which has no variant | eval --data {}/en/qa1_simulated_test.txt --variant en --model {}/model",
                "no such file or folder: {}/none.txt; check the path | predict --data {}/none.txt --model {}/model",
                "{}/none: found no model; expected model.safetensors. Remedy: | eval --data {}/en --model {}/none",
                "{}/empty: found no model; expected | ask --model {}/empty",
                "{}/letter.txt: found no model; expected | ask --model {}/letter.txt",
                "letter.txt/inside: Not a directory | train --data {}/en --out {}/letter.txt/inside"
            })
    void filesAndFolders(String says, String line) {
        requireMistake(Main.DATA, says, line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --data {}/en --out {}/new",
                "train --data {}/en --resume {}/model",
                "eval --data {}/en --model {}/model",
                "predict --data {}/en/qa1_simulated_test.txt --model {}/model",
                "ask --model {}/model",
                "demo"
            })
    void devices(String line) {
        requireMistake(Main.DEVICE, "unknown device 'abacus'; this version has: auto, ", line + " --device abacus");
    }

    @ParameterizedTest
    @ValueSource(strings = {"config.json", "vocab.txt", "model.safetensors"})
    void damagedModels(String name) throws IOException {
        Path damaged = Files.createDirectory(shared.resolve("damaged-" + name));
        for (String file : new String[] {"config.json", "vocab.txt", "model.safetensors"}) {
            Files.copy(shared.resolve("model").resolve(file), damaged.resolve(file));
        }
        String line = "eval --data {}/en --model " + damaged;
        Outcome.ofLine(at(line)).success();
        byte[] whole = Files.readAllBytes(damaged.resolve(name));
        Files.write(damaged.resolve(name), Arrays.copyOf(whole, whole.length / 2));
        requireMistake(Main.DATA, name, line);
        Files.write(damaged.resolve(name), new byte[0]);
        requireMistake(Main.DATA, name, line);
        Files.delete(damaged.resolve(name));
        if (!name.equals("config.json")) {
            requireMistake(Main.DATA, name, line);
        }
    }

    @Test
    void noCommandAtAll() {
        Outcome.of().requireMistake(Main.USAGE, "name a command; see 'memn2n --help'");
    }

    @Test
    void aNameWithALineBreakIsShownOnOneLine() {
        Outcome.of("eval", "--model", at("{}/model"), "--data", "a\nb")
                .requireMistake(Main.DATA, "a b: found nothing there");
    }

    @Test
    void numbersThatAreNotFinite() {
        String line = "train --data {}/en --out {}/diverged --task 1 --device scalar --rate 1e5 --clip NONE"
                + " --deviation 1e18";
        Outcome.ofLine(at(line)).requireMistake(Main.DIVERGED, "Lower the learning rate");
        Outcome.ofLine(at("train --data {}/en --resume {}/diverged --device scalar"))
                .requireMistake(Main.DIVERGED, "begin anew: resuming meets the same step");
    }

    @Test
    void aDamagedPlan() throws IOException {
        Path folder = Files.createDirectory(shared.resolve("plan"));
        Files.writeString(folder.resolve("plan.json"), "{\"format\" : 1");
        requireMistake(Main.DATA, "plan.json", "train --data {}/en --resume " + folder);
    }

    @Test
    void theCheckItselfSeesAStackTraceASecondLineAndAWrongCode() {
        for (Outcome bad : new Outcome[] {
            new Outcome(1, "", "java.lang.RuntimeException: x\n\tat y\n"),
            new Outcome(2, "", "x\nx\n"),
            new Outcome(2, "", "java.io.IOException: x\n"),
            new Outcome(2, "something", "x\n"),
            new Outcome(0, "", "x\n")
        }) {
            assertThatThrownBy(() -> bad.requireMistake(Main.USAGE, "x")).isInstanceOf(AssertionError.class);
        }
        new Outcome(2, "", "x\n").requireMistake(Main.USAGE, "x");
    }
}
