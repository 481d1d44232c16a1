package org.memn2n.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Corpus;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextPart;
import org.memn2n.data.TextShares;
import org.memn2n.ops.Backend;
import org.memn2n.train.Dataset;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.OtherTrainingException;
import org.memn2n.train.RunConfig;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TextPlan;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingLog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a language model on a text. */
@Command(
        name = "train",
        description = "Trains a language model on a text and scores it on the validation and the test text.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class LmTrainCommand implements Callable<Integer> {
    /** All that may be given when a training goes on; the rest is in its folder. */
    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--data", "--device", "--threads", "--json", "--help", "--version");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "a folder or tar archive with files named like ptb.train.txt, ptb.valid.txt and ptb.test.txt,"
                    + " or a single text such as text8")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--text", paramLabel = "NAME", description = "what the names of the files begin with, such as ptb")
    private @Nullable String name;

    @Option(
            names = "--rare",
            paramLabel = "n",
            description = "words that come fewer times in the training text become " + Corpus.UNKNOWN
                    + " (default: 1, which keeps all; for text8 the paper has 5, others 10)")
    private int rare = 1;

    @Option(names = "--train-share", paramLabel = "x", description = "of a single text (default: 0.933)")
    private @Nullable Double trainShare;

    @Option(names = "--valid-share", paramLabel = "x", description = "of a single text (default: 0.057)")
    private @Nullable Double validShare;

    @Option(names = "--out", paramLabel = "DIR", description = "where the model goes")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with the training in this folder")
    private @Nullable Path resume;

    @Option(names = "--threads", paramLabel = "n", description = "restarts trained at once (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(names = "--json", description = "results as JSON lines")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final LmFlags flags = new LmFlags();

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || rare < 1) {
            throw usage("--threads and --rare take 1 or more, found " + threads + " and " + rare);
        }
        Path folder = folder();
        TextPlan plan = resume == null ? plan() : TextPlan.read(folder);
        TextFiles files = plan.open(data);
        if (resume == null) {
            requireEffect(files);
        }
        TrainingJob job = job(corpus(plan, files), folder);
        // Only now, when nothing is wrong with the command: a folder once begun is refused by the next --out.
        try (Backend backend = device.open()) {
            if (resume == null) {
                plan.write(folder);
            }
            return train(job, files, folder, backend);
        }
    }

    private Path folder() {
        if (resume != null) {
            for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
                if (!WITH_RESUME.contains(option.longestName())) {
                    throw usage("with --resume, " + option.longestName() + " is taken from the folder; leave it out");
                }
            }
            if (!TextPlan.isIn(resume) || !new ModelFolder(resume).begun()) {
                throw usage("no language model was begun in " + resume + "; name the folder given to --out");
            }
            return resume;
        }
        if (out == null) {
            throw usage("name a folder for the model with --out, or a training to go on with, with --resume");
        }
        if (new ModelFolder(out).begun()) {
            throw usage(out + " already holds a model; go on with --resume " + ShellWord.of(out)
                    + ", or name another folder");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw usage(out + " is a file; name a folder");
        }
        return out;
    }

    private TextPlan plan() {
        try {
            double train = trainShare == null ? TextShares.TEXT8.train() : trainShare;
            double valid = validShare == null ? TextShares.TEXT8.valid() : validShare;
            return TextPlan.of(name, rare, new TextShares(train, valid));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void requireEffect(TextFiles files) {
        try {
            boolean shares = trainShare != null || validShare != null;
            Flags.requireEffect(shares, files.parted(), "--train-share and --valid-share have", "parts that are files");
            Flags.requireEffect(name != null, !files.parted(), "--text has", "a single text");
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /** What is trained on. The test text is read too: a mistake in it should not come to light after the training. */
    private static Corpus corpus(TextPlan plan, TextFiles files) {
        Corpus corpus = plan.corpus(files);
        if (files.has(TextPart.TEST)) {
            Corpus.encode(files, TextPart.TEST, corpus.vocabulary());
        }
        return corpus;
    }

    private TrainingJob job(Corpus corpus, Path folder) throws IOException {
        if (resume != null) {
            RunConfig begun = new ModelFolder(folder).config();
            Dataset dataset = Dataset.ofText(corpus, begun.model().options());
            return new TrainingJob(begun.name(), List.of(), dataset, begun.training(), folder);
        }
        try {
            Dataset dataset = Dataset.ofText(corpus, flags.model());
            return new TrainingJob("lm", List.of(), dataset, flags.training(), folder);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private int train(TrainingJob job, TextFiles files, Path folder, Backend backend) throws IOException {
        String stopped = "stopped and saved; go on with: memn2n lm train --resume " + ShellWord.of(folder) + " --data "
                + ShellWord.of(data);
        try {
            return Interruption.during(spec.commandLine().getErr(), stopped, stop -> {
                TrainedModel trained = run(job, folder, backend, stop);
                LmEvalCommand.print(
                        trained, files, backend, json, spec.commandLine().getOut());
            });
        } catch (OtherTrainingException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private TrainedModel run(TrainingJob job, Path folder, Backend backend, StopSignal stop) throws IOException {
        EpochLines lines =
                new EpochLines(spec.commandLine().getErr(), job.training().epochs());
        try (TrainingLog log = new TrainingLog(folder.resolve("training.jsonl"))) {
            return new Training(backend, threads, log.and(lines), stop)
                    .run(List.of(job))
                    .get(0);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
