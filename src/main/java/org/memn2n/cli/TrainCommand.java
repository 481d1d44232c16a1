package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.DataException;
import org.memn2n.data.TaskFiles;
import org.memn2n.data.TimeNoise;
import org.memn2n.model.TimeEncoding;
import org.memn2n.ops.Backend;
import org.memn2n.train.Evaluation;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.OtherTrainingException;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingLog;
import org.memn2n.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains models on bAbI tasks. */
@Command(
        name = "train",
        description = "Trains a model for each task, or one for all, and scores it on the test files.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    /** All that may be given when a training goes on; the rest is in its folder. */
    private static final Set<String> WITH_RESUME =
            Set.of("--resume", "--data", "--variant", "--device", "--threads", "--json", "--help", "--version");

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--task", paramLabel = "LIST", description = "such as 1,2,5-8 or all (default: all)")
    private String task = "all";

    @Option(names = "--joint", description = "one model for all the tasks")
    private boolean joint;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the model goes; a folder qaN a task when there are several")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "DIR", description = "go on with the training in this folder")
    private @Nullable Path resume;

    @Option(
            names = "--threads",
            paramLabel = "n",
            description = "restarts and tasks trained at once (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "results as JSON lines")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final ModelFlags model = new ModelFlags();

    @Mixin
    private final TrainingFlags training = new TrainingFlags();

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw usage("--threads takes 1 or more, found " + threads);
        }
        Path folder = folder();
        TrainingPlan begun = resume == null ? null : TrainingPlan.read(folder);
        TaskFiles files = data.open(begun == null ? null : begun.variant());
        TrainingPlan plan = begun == null ? plan(files) : begun;
        List<TrainingJob> jobs = jobs(plan, files, folder);
        // Only now, when nothing is wrong with the command: a folder once begun is refused by the next --out.
        try (Backend backend = device.open()) {
            if (begun == null) {
                plan.write(folder);
            }
            return train(jobs, files, folder, backend);
        }
    }

    private Path folder() throws IOException {
        if (resume != null) {
            for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
                if (!WITH_RESUME.contains(option.longestName())) {
                    throw usage("with --resume, " + option.longestName() + " is taken from the folder; leave it out");
                }
            }
            if (!TrainingPlan.isIn(resume)) {
                throw usage("no training was begun in " + resume + "; name the folder given to --out");
            }
            return resume;
        }
        if (out == null) {
            throw usage("name a folder for the model with --out, or a training to go on with, with --resume");
        }
        if (TrainingPlan.isIn(out)) {
            throw usage(out + " already holds a training; go on with --resume " + ShellWord.of(out)
                    + ", delete it, or name another folder");
        }
        if (ModelFolder.in(out).get(0).begun()) {
            throw usage(out + " already holds a model; name another folder");
        }
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw usage(out + " is a file; name a folder");
        }
        return out;
    }

    private TrainingPlan plan(TaskFiles files) {
        SortedSet<Integer> present = new TreeSet<>(files.tasks());
        present.removeIf(number -> !files.hasTrain(number));
        try {
            Flags.requireEffect(
                    training.noise == TimeNoise.GAPS || training.noiseFraction != null,
                    model.time != TimeEncoding.NONE,
                    "--noise and --noise-fraction have",
                    "--time NONE");
            return TrainingPlan.of(
                    files.variant(), data.tasks(task, present), joint, model.options(joint), training.options(joint));
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    /** Reads everything, the test files too: a mistake in them should not come to light after the training. */
    private List<TrainingJob> jobs(TrainingPlan plan, TaskFiles files, Path folder) {
        List<TrainingJob> jobs;
        try {
            jobs = plan.jobs(files, folder);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        for (int number : plan.tasks()) {
            if (files.hasTest(number) && files.test(number).isEmpty()) {
                throw DataException.in(
                        "the test file of task " + number, "no question", "at least one, or no such file");
            }
        }
        return jobs;
    }

    private int train(List<TrainingJob> jobs, TaskFiles files, Path folder, Backend backend) throws IOException {
        String stopped = "stopped and saved; go on with: memn2n train --resume " + ShellWord.of(folder) + " --data "
                + ShellWord.of(data.path);
        try {
            return Interruption.during(
                    spec.commandLine().getErr(),
                    stopped,
                    stop -> report(run(jobs, folder, backend, stop), files, backend));
        } catch (OtherTrainingException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private List<TrainedModel> run(List<TrainingJob> jobs, Path folder, Backend backend, StopSignal stop)
            throws IOException {
        try (TrainingLog log = new TrainingLog(folder.resolve("training.jsonl"));
                TrainingProgress progress = new TrainingProgress(jobs)) {
            return new Training(backend, threads, log.and(progress), stop).run(jobs);
        }
    }

    /** What the held-out questions say, if there are any. */
    private static String validation(TrainedModel trained) {
        return trained.config().data().validation() == 0
                ? "no questions held out for validation"
                : String.format(
                        Locale.ROOT,
                        "validation error %.1f %%",
                        100 * trained.report().validationError());
    }

    private void report(List<TrainedModel> models, TaskFiles files, Backend backend) {
        PrintWriter print = spec.commandLine().getOut();
        List<TaskScore> scores = new ArrayList<>();
        for (TrainedModel trained : models) {
            if (!json) {
                print.printf(
                        Locale.ROOT,
                        "%s: restart %d of %d, training error %.1f %%, %s%n",
                        trained.config().name(),
                        trained.report().restart(),
                        trained.config().training().restarts(),
                        100 * trained.report().trainingError(),
                        validation(trained));
            }
            for (int number : trained.config().tasks()) {
                if (files.hasTest(number)) {
                    scores.add(TaskScore.of(trained, number, files, backend, Evaluation.LastBatch.SCORED));
                }
            }
        }
        if (!scores.isEmpty()) {
            TaskScore.print(scores, json, print);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
