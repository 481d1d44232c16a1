package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.memn2n.LanguageModel;
import org.memn2n.data.Corpus;
import org.memn2n.data.Vocabulary;
import org.memn2n.ops.Backend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Lets a language model write. */
@Command(
        name = "generate",
        description = "Goes on with a text, a word at a time, as the model believes.",
        mixinStandardHelpOptions = true)
final class LmGenerateCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final LmModelOption model = new LmModelOption();

    @Option(names = "--prompt", paramLabel = "TEXT", description = "the words before; a new line by default")
    private String prompt = "";

    @Option(
            names = "--lead-in",
            paramLabel = "n",
            description =
                    "how many words it first writes without showing them, as a text before a prompt that does not fill"
                            + " its memory; without, it begins with a jumble (default: twice what its memory holds)")
    private @Nullable Integer leadIn;

    @Option(names = "--words", paramLabel = "n", description = "how many words to write (default: ${DEFAULT-VALUE})")
    private int words = 50;

    @Option(
            names = "--temperature",
            paramLabel = "x",
            description = "below 1 keeps to probable words, above 1 is bolder (default: ${DEFAULT-VALUE})")
    private double temperature = 1;

    @Option(names = "--unknown", description = "let it write " + Corpus.UNKNOWN + ", which stands for rare words")
    private boolean unknown;

    @Option(names = "--seed", description = "names all random choices (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        boolean drawable = words >= 0 && (leadIn == null || leadIn >= 0);
        if (!drawable || !(temperature > 0) || temperature == Double.POSITIVE_INFINITY) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--words and --lead-in take 0 or more and --temperature a number above 0, found " + words + ", "
                            + (leadIn == null ? "no --lead-in" : leadIn) + " and " + temperature);
        }
        try (Backend backend = device.open();
                LanguageModel language = new LanguageModel(model.load(), backend)) {
            write(language, spec.commandLine().getOut());
        }
        return 0;
    }

    /** Word by word, on lines as the model parts them: what is written stays when the rest is not waited for. */
    private void write(LanguageModel language, PrintWriter out) {
        AtomicReference<String> separator = new AtomicReference<>("");
        try {
            language.generate(before(language), words, temperature, unknown, seed, word -> {
                boolean end = word.equals(Corpus.END);
                out.print(end ? System.lineSeparator() : separator.get() + word);
                if (out.checkError()) { // it writes out what it holds first
                    throw new UncheckedIOException(new IOException("the words could not be written to standard output:"
                            + " what reads them has ended, or the disk is full"));
                }
                separator.set(end ? "" : " ");
            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + " with --unknown", e);
        }
        out.println();
    }

    /** The prompt, after a text of the model's own where it alone would leave the memory partly empty. */
    private List<String> before(LanguageModel language) {
        List<String> prompted = Arrays.stream(prompt.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
        tellUnknown(prompted, language.model().vocabulary());
        int memory = language.model().config().model().memorySize();
        int unseen = leadIn == null ? 2 * memory : leadIn;
        if (prompted.size() >= memory || (unseen == 0 && !prompted.isEmpty())) {
            return prompted;
        }
        // The complement names other random choices than those that the words shown are drawn by.
        List<String> before = new ArrayList<>(language.leadIn(unseen, temperature, unknown, ~seed));
        before.addAll(prompted);
        return before;
    }

    private void tellUnknown(List<String> prompted, Vocabulary vocabulary) {
        Set<String> foreign = new LinkedHashSet<>(prompted);
        foreign.removeIf(word -> vocabulary.id(word) != 0);
        if (!foreign.isEmpty()) {
            String readAs = vocabulary.id(Corpus.UNKNOWN) == 0 ? "blanks" : Corpus.UNKNOWN;
            spec.commandLine()
                    .getErr()
                    .println("the model does not know these words of the prompt and reads them as " + readAs + ": "
                            + String.join(" ", foreign));
        }
    }
}
