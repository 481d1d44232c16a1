package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.DataException;
import org.memn2n.data.TaskFiles;
import org.memn2n.ops.Backend;
import org.memn2n.train.Evaluation;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores trained models on test files. */
@Command(
        name = "eval",
        description = "Scores a model, or each model of a folder, on the test files of its tasks.",
        mixinStandardHelpOptions = true)
final class EvalCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--model", paramLabel = "DIR", required = true, description = "the folder given to 'train --out'")
    @SuppressWarnings("NullAway.Init") // required
    private Path model;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(names = "--task", paramLabel = "LIST", description = "such as 1,2,5-8 or all (default: those trained on)")
    private @Nullable String task;

    @Option(
            names = "--last-batch",
            description = "SCORED, or DROPPED when not full, as in the authors' code (default: ${DEFAULT-VALUE})",
            defaultValue = "SCORED")
    private Evaluation.LastBatch lastBatch = Evaluation.LastBatch.SCORED;

    @Option(names = "--json", description = "a JSON line for each task and one for the whole")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        String variant = data.variant;
        if (variant == null && TrainingPlan.isIn(model)) {
            variant = TrainingPlan.read(model).variant();
        }
        TaskFiles files = data.open(data.path.toString().endsWith(".txt") ? null : variant);
        PrintWriter out = spec.commandLine().getOut();
        try (Backend backend = device.open()) {
            List<TaskScore> scores = new ArrayList<>();
            for (ModelFolder folder : ModelFolder.in(model)) {
                scores.addAll(scores(folder.load(), files, backend));
            }
            TaskScore.print(scores, json, out);
        }
        return 0;
    }

    private List<TaskScore> scores(TrainedModel trained, TaskFiles files, Backend backend) {
        TreeSet<Integer> present = new TreeSet<>(files.tasks());
        present.removeIf(number -> !files.hasTest(number));
        List<Integer> own = trained.config().tasks();
        List<Integer> chosen = task == null ? own : data.tasks(task, present);
        boolean manyModels = task != null && own.size() == 1 && chosen.size() > 1;
        List<TaskScore> scores = new ArrayList<>();
        for (int number : chosen) {
            if (!present.contains(number)) {
                throw DataException.in(
                        data.path.toString(),
                        "test files of tasks " + present,
                        "one of task " + number
                                + String.format(
                                        Locale.ROOT,
                                        " for model %s; name tasks with --task",
                                        trained.config().name()));
            }
            if (!manyModels || own.contains(number)) {
                scores.add(TaskScore.of(trained, number, files, backend, lastBatch));
            }
        }
        return scores;
    }
}
