package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Pictures;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.report.Table;
import org.memn2n.benchmarks.reproduce.AttentionMap;
import org.memn2n.benchmarks.reproduce.AttentionShare;
import org.memn2n.benchmarks.reproduce.AttentionStory;
import org.memn2n.data.Example;
import org.memn2n.data.TaskFiles;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.train.ModelFolder;
import org.memn2n.train.TrainedModel;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What attention has learned. */
@Command(
        name = "attention",
        description = "Attention of trained models: its share on the supporting facts, and a story of each task.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReproduceAttentionCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "PATH", required = true, description = "the bAbI archive, as it is")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--variant", paramLabel = "NAME", description = "which set (default: en)")
    private String variant = "en";

    @Option(
            names = "--models",
            paramLabel = "DIR",
            required = true,
            description = "a model, or a folder of models, such as target/reproduce/babi/pe-ls-rn/models")
    @SuppressWarnings("NullAway.Init") // required
    private Path models;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the report goes (default: a new folder docs/results/DATE-WHAT)")
    private @Nullable Path out;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, or as in 'memn2n devices' (default: auto)")
    private String device = Backends.AUTO;

    @Override
    public Integer call() throws IOException {
        PrintWriter err = spec.commandLine().getErr();
        TaskFiles files = TaskFiles.open(data, variant);
        ResultFolder folder = ResultFolder.kept(out, "attention");
        Files.createDirectories(folder.path());
        List<AttentionShare> shares = new ArrayList<>();
        List<Told> stories = new ArrayList<>();
        String used;
        List<TrainedModel> loaded = new ArrayList<>();
        for (ModelFolder model : ModelFolder.in(models)) {
            loaded.add(model.load());
        }
        boolean named = severalForATask(loaded);
        try (Backend backend = Backends.open(device)) {
            used = backend.device();
            for (TrainedModel trained : loaded) {
                String name = trained.config().name();
                try (Predictor predictor = new Predictor(trained, backend)) {
                    for (int task : trained.config().tasks()) {
                        List<Example> examples = files.test(task);
                        List<Answer> answers = predictor.answerAll(examples);
                        shares.add(AttentionShare.of(name, task, examples, answers));
                        stories.add(tell(files, task, named ? name : "", examples, answers, folder, err));
                    }
                }
            }
        }
        shares.sort(Comparator.comparingInt(AttentionShare::task));
        stories.sort(Comparator.comparingInt(Told::task));
        String text = report(shares, stories, named, used);
        folder.write("README.md", text);
        folder.write("shares.jsonl", shares.stream().map(Json::line).collect(Collectors.joining("\n", "", "\n")));
        spec.commandLine().getOut().println(text);
        err.println("written to " + folder.path());
        return 0;
    }

    /** Whether a task alone does not say which model is meant, as where a recipe has several networks. */
    private static boolean severalForATask(List<TrainedModel> models) {
        List<Integer> tasks = models.stream()
                .flatMap(model -> model.config().tasks().stream())
                .toList();
        return tasks.stream().distinct().count() < tasks.size();
    }

    /** A task's story in Markdown. */
    private record Told(int task, String text) {}

    private static Told tell(
            TaskFiles files,
            int task,
            String model,
            List<Example> examples,
            List<Answer> answers,
            ResultFolder folder,
            PrintWriter err)
            throws IOException {
        int chosen = AttentionStory.choose(examples, answers);
        String picture = String.format(Locale.ROOT, "task-%02d%s.png", task, model.isEmpty() ? "" : "-" + model);
        Pictures.draw(
                err,
                "give the same command elsewhere",
                () -> AttentionMap.draw(
                        examples.get(chosen), answers.get(chosen), folder.path().resolve(picture)));
        return new Told(
                task,
                "## Task " + task + ": " + files.title(task) + (model.isEmpty() ? "" : ", by " + model) + "\n\n"
                        + AttentionStory.table(examples.get(chosen), answers.get(chosen)) + "\n![attention](" + picture
                        + ")\n\n");
    }

    private static String report(List<AttentionShare> shares, List<Told> stories, boolean named, String device) {
        int hops = shares.stream().mapToInt(share -> share.hops().size()).max().orElse(0);
        StringBuilder text = new StringBuilder("# What attention learned\n\n");
        text.append(Table.origin(Made.here(), device));
        text.append("""
                The network learns from answers alone: which sentences support an answer it is never told. For each hop, the mean share
                of its attention on the supporting facts, over all test questions that have them; then how many of the facts had more
                than half of some hop's attention; then what attention spread evenly over the story would have on them.

                """);
        text.append("| task | answered right |");
        for (int hop = 1; hop <= hops; hop++) {
            text.append(" hop ").append(hop).append(" |");
        }
        text.append(" facts looked at | evenly |\n|---|---|")
                .append("---|".repeat(hops))
                .append("---|---|\n");
        for (AttentionShare share : shares) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f %% |",
                    named ? share.task() + ", " + share.model() : "" + share.task(),
                    100.0 * share.right() / Math.max(1, share.questions())));
            share.hops().forEach(hop -> text.append(String.format(Locale.ROOT, " %.2f |", hop)));
            text.append(String.format(Locale.ROOT, " %.2f | %.2f |%n", share.any(), share.chance()));
        }
        text.append('\n');
        stories.forEach(story -> text.append(story.text()));
        return text.toString();
    }
}
