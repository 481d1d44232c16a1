package org.memn2n.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
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
import picocli.CommandLine.ParameterException;
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

    @Option(
            names = "--together",
            description = "the models of the folder answer together, with the mean of their probabilities")
    private boolean together;

    @Option(names = "--json", description = "a JSON line for each task and one for the whole")
    private boolean json;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        List<TrainedModel> models = ModelFolder.loadAll(model);
        models.forEach(each -> ModelOption.requireStories(each, spec));
        TaskFiles files = data.openLike(trainedOn());
        if (together) {
            Together.require(models, model, spec);
            if (lastBatch == Evaluation.LastBatch.DROPPED) {
                throw usage(
                        "--last-batch DROPPED is a matter of one model; models that answer together are scored on all");
            }
        }
        List<List<Integer>> tasks = tasks(together ? models.subList(0, 1) : models, present(files));
        List<TaskScore> scores = new ArrayList<>();
        try (Backend backend = device.open()) {
            for (int i = 0; i < tasks.size(); i++) {
                for (int number : tasks.get(i)) {
                    scores.add(
                            together
                                    ? TaskScore.of(models, number, files, backend)
                                    : TaskScore.of(models.get(i), number, files, backend, lastBatch));
                }
            }
        }
        TaskScore.print(scores, json, spec.commandLine().getOut());
        return 0;
    }

    /** The variants that plans in the folder, around it, or in folders within it name. */
    private SortedSet<String> trainedOn() throws IOException {
        List<Path> folders = TrainingPlan.isIn(model)
                ? List.of(model)
                : ModelFolder.in(model).stream().map(ModelFolder::path).toList();
        SortedSet<String> variants = new TreeSet<>();
        for (Path folder : folders) {
            TrainingPlan plan = TrainingPlan.ofModel(folder);
            if (plan != null) {
                variants.add(plan.variant());
            }
        }
        variants.remove(""); // a single file, which is no variant
        return variants;
    }

    private SortedSet<Integer> present(TaskFiles files) {
        SortedSet<Integer> present = new TreeSet<>(files.tasks());
        present.removeIf(number -> !files.hasTest(number));
        if (present.isEmpty()) {
            throw DataException.in(
                    data.path.toString(), "training data only", "test data, in files whose names end in _test.txt");
        }
        return present;
    }

    /** For each model the tasks it is scored on: of several models each on its own alone, one model on any. */
    private List<List<Integer>> tasks(List<TrainedModel> models, SortedSet<Integer> present) {
        boolean several = models.size() > 1;
        if (task == null && data.isTextFile() && !several) {
            return List.of(List.copyOf(present));
        }
        SortedSet<Integer> trained = new TreeSet<>();
        models.forEach(each -> trained.addAll(each.config().tasks()));
        List<Integer> chosen = task == null ? List.copyOf(trained) : data.tasks(task, present);
        if (task == null && !present.containsAll(chosen)) {
            throw usage("no test file of every task in " + trained + ", which " + model + " was trained on; there are "
                    + present + ", choose with --task");
        }
        if (several && !trained.containsAll(chosen)) {
            throw usage("the models in " + model + " were trained on the tasks " + trained
                    + "; to score one on others name its folder, such as " + model.resolve(name(models)));
        }
        if (chosen.isEmpty()) {
            throw usage("the model does not say what it was trained on; choose tasks with --task, out of " + present);
        }
        return models.stream()
                .map(each -> several ? common(chosen, each.config().tasks()) : chosen)
                .toList();
    }

    private static String name(List<TrainedModel> models) {
        return models.get(0).config().name();
    }

    private static List<Integer> common(List<Integer> chosen, List<Integer> own) {
        return chosen.stream().filter(own::contains).toList();
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
