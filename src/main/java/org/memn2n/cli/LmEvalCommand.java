package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.memn2n.data.Corpus;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextPart;
import org.memn2n.ops.Backend;
import org.memn2n.train.Perplexity;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores a language model on the parts of a text. */
@Command(
        name = "eval",
        description = "Scores a language model on the validation and the test text.",
        mixinStandardHelpOptions = true)
final class LmEvalCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final LmModelOption model = new LmModelOption();

    @Option(names = "--data", paramLabel = "PATH", required = true, description = "the text, as for 'lm train'")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--json", description = "a JSON line for each part")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        TrainedModel trained = model.load();
        TextFiles files = model.plan().open(data);
        try (Backend backend = device.open()) {
            print(trained, files, backend, json, spec.commandLine().getOut());
        }
        return 0;
    }

    /** Scores the validation text and, if there is one, the test text. */
    static void print(TrainedModel trained, TextFiles files, Backend backend, boolean json, PrintWriter out) {
        for (TextPart part : new TextPart[] {TextPart.VALID, TextPart.TEST}) {
            if (files.has(part)) {
                int[] text = Corpus.encode(files, part, trained.vocabulary());
                int unknown = trained.vocabulary().id(Corpus.UNKNOWN);
                long foreign = Arrays.stream(text)
                        .filter(id -> unknown != 0 && id == unknown)
                        .count();
                PerplexityLine line =
                        PerplexityLine.of(trained, part, Perplexity.of(trained, backend, text), foreign, backend);
                out.println(json ? line.json() : line.text());
                out.flush();
            }
        }
    }
}
