package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.report.Pictures;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.reproduce.BabiReport;
import org.memn2n.benchmarks.reproduce.BeyondPaper;
import org.memn2n.benchmarks.reproduce.ErrorPlot;
import org.memn2n.benchmarks.reproduce.PaperTable;
import org.memn2n.benchmarks.reproduce.Recipe;
import org.memn2n.benchmarks.reproduce.RecipeFolder;
import org.memn2n.benchmarks.reproduce.RecipeResult;
import org.memn2n.benchmarks.reproduce.RecipeRun;
import org.memn2n.benchmarks.reproduce.RestartLine;
import org.memn2n.cli.Interruption;
import org.memn2n.data.TaskFiles;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The tables of question answering. */
@Command(
        name = "babi",
        description =
                "Question answering: Table 1 of the paper (1,000 questions a task), its appendix (10,000), or parts.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReproduceBabiCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--data", paramLabel = "PATH", required = true, description = "the bAbI archive, as it is")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(
            names = "--columns",
            split = ",",
            paramLabel = "LIST",
            description = "1k (default), 10k, ablation, or names of columns: "
                    + "bow, pe, pe-ls, pe-ls-rn, joint-1-hop, joint-2-hops, joint-3-hops, joint-rn, joint-lw,"
                    + " 10k-pe-ls-rn, 10k-joint-rn, 10k-relu, retold, retold-joint, 10k-retold")
    private List<String> columns = List.of("1k");

    @Option(names = "--tasks", split = ",", paramLabel = "LIST", description = "some tasks only (default: all)")
    private @Nullable List<Integer> tasks;

    @Option(names = "--restarts", paramLabel = "n", description = "of each model (default: 10, as in the paper)")
    private int restarts = 10;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "from which each restart draws its own (default: the recipes', 1); with another --work, to"
                    + " see what a table owes to chance")
    private @Nullable Long seed;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "where models and what restarts came to are kept; an interrupted run goes on from there"
                    + " (default: ${DEFAULT-VALUE})")
    private Path work = Path.of("target", "reproduce", "babi");

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the report goes (default: a new folder docs/results/DATE-WHAT)")
    private @Nullable Path out;

    @Option(names = "--threads", paramLabel = "n", description = "restarts trained at once (default: all cores)")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--device", paramLabel = "NAME", description = "auto, or as in 'memn2n devices' (default: auto)")
    private String device = Backends.AUTO;

    @Override
    public Integer call() throws IOException {
        if (restarts < 1 || threads < 1) {
            throw usage("--restarts and --threads take 1 or more, found " + restarts + " and " + threads);
        }
        List<Recipe> recipes = recipes();
        List<RecipeRun> runs = runs(recipes);
        PrintWriter err = spec.commandLine().getErr();
        try (Backend backend = Backends.open(device)) {
            return Interruption.during(err, "stopped and saved; the same command goes on", stop -> {
                for (RecipeRun run : runs) {
                    run.run(backend, threads, stop, err::println);
                    report(recipes);
                }
            });
        }
    }

    /** Reads the data for all: a mistake in it should not come to light after hours. */
    private List<RecipeRun> runs(List<Recipe> recipes) {
        Map<String, TaskFiles> variants = new HashMap<>();
        List<RecipeRun> runs = new ArrayList<>();
        for (Recipe recipe : recipes) {
            TaskFiles files = variants.computeIfAbsent(recipe.variant(), variant -> TaskFiles.open(data, variant));
            runs.add(new RecipeRun(recipe, files, tasks(files), restarts, folder(recipe)));
        }
        return runs;
    }

    private List<Recipe> recipes() {
        List<Recipe> known = Stream.of(
                        PaperTable.oneThousand(),
                        PaperTable.tenThousand(),
                        BeyondPaper.recipes(),
                        BeyondPaper.ablations())
                .flatMap(List::stream)
                .toList();
        List<Recipe> chosen = new ArrayList<>();
        for (String column : columns) {
            List<Recipe> found = switch (column) {
                case "1k" -> PaperTable.oneThousand();
                case "10k" -> PaperTable.tenThousand();
                case "ablation" -> BeyondPaper.ablations();
                default ->
                    known.stream().filter(recipe -> recipe.id().equals(column)).toList();
            };
            if (found.isEmpty()) {
                throw usage("no column " + column + "; there are 1k, 10k, ablation, "
                        + known.stream().map(Recipe::id).collect(Collectors.joining(", ")));
            }
            chosen.addAll(found);
        }
        Long other = seed;
        return other == null
                ? chosen
                : chosen.stream().map(recipe -> recipe.seeded(other)).toList();
    }

    /** Those that have both files: the archive at hand may lack some. */
    private List<Integer> tasks(TaskFiles files) {
        List<Integer> present = files.tasks().stream()
                .filter(task -> files.hasTrain(task) && files.hasTest(task))
                .toList();
        List<Integer> chosen = tasks == null ? present : tasks;
        if (chosen.isEmpty() || !present.containsAll(chosen)) {
            throw usage("--tasks takes some of those with a training and a test file, " + present + " of "
                    + files.variant() + "; found " + chosen);
        }
        return present.stream().filter(chosen::contains).toList();
    }

    private RecipeFolder folder(Recipe recipe) {
        return new RecipeFolder(work.resolve(recipe.id()));
    }

    private void report(List<Recipe> recipes) throws IOException {
        List<RecipeResult> results = new ArrayList<>();
        List<RestartLine> all = new ArrayList<>();
        for (Recipe recipe : recipes) {
            List<RestartLine> lines = folder(recipe).restarts();
            all.addAll(lines);
            results.add(RecipeResult.of(recipe, lines, restarts, folder(recipe).seconds()));
            results.addAll(RecipeResult.parts(recipe, lines, restarts));
        }
        ResultFolder folder = ResultFolder.kept(out, "babi-" + String.join("-", columns));
        out = folder.path();
        String text = BabiReport.of(results, restarts, all);
        folder.write("README.md", text);
        folder.write("restarts.jsonl", all.stream().map(Json::line).collect(Collectors.joining("\n", "", "\n")));
        Pictures.draw(
                spec.commandLine().getErr(),
                "give the same command elsewhere, with this --work",
                () -> ErrorPlot.draw(results, folder.path().resolve("mean-errors.png")));
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("written to " + folder.path());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
