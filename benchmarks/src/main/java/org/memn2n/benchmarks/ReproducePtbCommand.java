package org.memn2n.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.benchmarks.report.Pictures;
import org.memn2n.benchmarks.report.ResultFolder;
import org.memn2n.benchmarks.reproduce.LanguageCurves;
import org.memn2n.benchmarks.reproduce.LanguageRecipe;
import org.memn2n.benchmarks.reproduce.LanguageReport;
import org.memn2n.benchmarks.reproduce.LanguageRun;
import org.memn2n.cli.EpochLines;
import org.memn2n.cli.Interruption;
import org.memn2n.data.TextFiles;
import org.memn2n.data.TextShares;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.memn2n.train.TextPlan;
import org.memn2n.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The language models of the paper's Table 2. */
@Command(
        name = "ptb",
        description = "Language models on the Penn Treebank: 3 hops with memory 100, 6 with 150, 7 with 200.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReproducePtbCommand implements Callable<Integer> {
    private static final String WORK = "target/reproduce/ptb";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "the archive simple-examples.tgz, as it is, or a folder with ptb.train.txt and the others")
    @SuppressWarnings("NullAway.Init") // required
    private Path data;

    @Option(names = "--text", paramLabel = "NAME", description = "which text of several, such as ptb")
    private @Nullable String name;

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "LIST",
            description = "some of 3-100, 6-150, 7-200 (default: all)")
    private List<String> models =
            LanguageRecipe.ALL.stream().map(LanguageRecipe::id).toList();

    @Option(names = "--restarts", paramLabel = "n", description = "of each, the best validation kept (default: 1)")
    private int restarts = 1;

    @Option(names = "--seed", description = "names all random choices (default: 1)")
    private long seed = 1;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description =
                    "where models are kept; an interrupted run goes on from there; with --report-only there may be"
                            + " several, of trainings with several seeds (default: " + WORK + ")")
    private List<Path> works = List.of(Path.of(WORK));

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where the report goes (default: a new folder docs/results/DATE-WHAT)")
    private @Nullable Path out;

    @Option(names = "--report-only", description = "train nothing; report what there is, trainings under way too")
    private boolean reportOnly;

    @Option(names = "--device", paramLabel = "NAME", description = "auto, or as in 'memn2n devices' (default: auto)")
    private String device = Backends.AUTO;

    @Override
    public Integer call() throws IOException {
        List<LanguageRun> runs = runs();
        if (restarts < 1) {
            throw usage("--restarts takes 1 or more, found " + restarts);
        }
        if (works.size() > 1 && !reportOnly) {
            throw usage("a training takes one --work, found " + works.size() + "; --report-only takes several");
        }
        TextPlan plan = TextPlan.of(name, 1, TextShares.TEXT8);
        TextFiles files = plan.open(data);
        if (reportOnly) {
            report(runs);
            return 0;
        }
        PrintWriter err = spec.commandLine().getErr();
        try (Backend backend = Backends.open(device)) {
            return Interruption.during(err, "stopped and saved; the same command goes on", stop -> {
                for (LanguageRun run : runs) {
                    err.println("model " + run.recipe().id());
                    TrainingOptions options =
                            TrainingOptions.paperLanguageModel().build();
                    run.run(plan, files, restarts, seed, backend, new EpochLines(err, options.epochs()), stop);
                    report(runs);
                }
            });
        }
    }

    private List<LanguageRun> runs() {
        List<LanguageRun> runs = new ArrayList<>();
        for (String model : models) {
            LanguageRecipe recipe = LanguageRecipe.ALL.stream()
                    .filter(each -> each.id().equals(model))
                    .findFirst()
                    .orElseThrow(() -> usage("no model " + model + "; there are "
                            + LanguageRecipe.ALL.stream()
                                    .map(LanguageRecipe::id)
                                    .collect(Collectors.joining(", "))));
            works.forEach(work -> runs.add(new LanguageRun(recipe, work.resolve(recipe.id()))));
        }
        return runs;
    }

    private void report(List<LanguageRun> runs) throws IOException {
        ResultFolder folder = ResultFolder.kept(out, "ptb");
        out = folder.path();
        Files.createDirectories(out);
        String text = LanguageReport.of(runs);
        folder.write("README.md", text);
        StringBuilder epochs = new StringBuilder();
        for (LanguageRun run : runs) {
            run.epochs().forEach(epoch -> epochs.append(Json.line(epoch)).append('\n'));
            run.score().ifPresent(score -> epochs.append(Json.line(score)).append('\n'));
        }
        folder.write("epochs.jsonl", epochs.toString());
        Pictures.draw(
                spec.commandLine().getErr(),
                "draw them elsewhere with --report-only and this --work",
                () -> LanguageCurves.draw(runs, folder.path().resolve("curves.png")));
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
        spec.commandLine().getErr().println("written to " + folder.path());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
