package org.memn2n.benchmarks.reproduce;

import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.memn2n.benchmarks.report.Origin;
import org.memn2n.train.Selection;

/** The tables of question answering beside the paper's, in Markdown. */
public final class BabiReport {
    private static final String SUMMARY_HEAD = """
            | column | mean error | paper | failed tasks | paper | mean over all restarts | tasks | wall time |
            |---|---|---|---|---|---|---|---|
            """;

    private BabiReport() {}

    /**
     * The whole report.
     *
     * @param results in the order of the columns; those without any task were not run
     * @param lines what they were made of, which says where it was done
     */
    public static String of(List<RecipeResult> results, int restarts, List<RestartLine> lines) {
        List<RecipeResult> run =
                results.stream().filter(result -> !result.tasks().isEmpty()).toList();
        StringBuilder text = new StringBuilder("# bAbI: test errors in percent, the paper's beside them\n\n");
        text.append(Origin.of(lines.stream()
                .map(line -> new Origin(line.made(), line.device()))
                .toList()));
        text.append(chosen(results, restarts));
        text.append(summary(run)).append('\n');
        if (!run.isEmpty()) {
            text.append("![mean errors](mean-errors.png)\n\n");
            text.append("Each task: here, and the paper's figure, where it has one, in brackets.\n\n");
            text.append(perTask(run, BabiReport::beside)).append('\n');
            text.append("Each task: mean and standard deviation of the test error over all restarts.\n\n");
            text.append(perTask(run, BabiReport::spread)).append('\n');
        }
        text.append(notRun(results));
        return text.toString();
    }

    private static String chosen(List<RecipeResult> results, int restarts) {
        boolean byTraining =
                results.stream().allMatch(result -> result.recipe().training().selection() == Selection.TRAINING_ERROR);
        boolean byValidation = results.stream()
                .allMatch(result -> result.recipe().training().selection() == Selection.VALIDATION_ERROR);
        String by = byTraining
                ? "by training error"
                : byValidation ? "by validation error" : "by training or validation error, as the recipe says";
        boolean together =
                results.stream().anyMatch(result -> result.recipe().networks().size() > 1);
        String seeds = results.stream()
                .map(result -> "" + result.recipe().training().seed())
                .distinct()
                .collect(Collectors.joining(", "));
        return "The best of " + restarts + " restarts of each network"
                + (together ? ", or of a recipe's networks together, " : " ") + by
                + ", never by the test; every test question"
                + " is scored. Seed " + seeds + ", from which each restart draws its own. Raw figures of every restart:"
                + " `restarts.jsonl`.\n\n";
    }

    private static String summary(List<RecipeResult> run) {
        StringBuilder text = new StringBuilder(SUMMARY_HEAD);
        for (RecipeResult result : run) {
            boolean inPaper = !result.recipe().paper().isEmpty();
            double all = result.tasks().values().stream()
                    .mapToDouble(RecipeResult.Task::mean)
                    .average()
                    .orElse(Double.NaN);
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %s | %d | %s | %.1f | %d | %s |%n",
                    result.recipe().title(),
                    result.mean(),
                    inPaper ? String.format(Locale.ROOT, "%.1f", result.paperMean()) : "",
                    result.failed(),
                    inPaper ? result.paperFailed() : "",
                    all,
                    result.tasks().size(),
                    time(result.seconds())));
        }
        return text.toString();
    }

    private static String time(double seconds) {
        if (Double.isNaN(seconds)) {
            return "";
        }
        return seconds < 120
                ? String.format(Locale.ROOT, "%.0f s", seconds)
                : String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }

    private interface Cell {
        String of(RecipeResult result, int task, RecipeResult.Task found);
    }

    private static String perTask(List<RecipeResult> run, Cell cell) {
        SortedSet<Integer> tasks = run.stream()
                .flatMap(result -> result.tasks().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder text =
                new StringBuilder(row("task", run, result -> result.recipe().title()));
        text.append(row("---", run, result -> "---"));
        for (int task : tasks) {
            text.append(row("" + task, run, result -> {
                RecipeResult.Task found = result.tasks().get(task);
                return found == null ? "not run" : cell.of(result, task, found);
            }));
        }
        return text.toString();
    }

    private static String beside(RecipeResult result, int task, RecipeResult.Task found) {
        return result.recipe().paper().isEmpty()
                ? String.format(Locale.ROOT, "%.1f", found.chosen())
                : String.format(
                        Locale.ROOT,
                        "%.1f (%.1f)",
                        found.chosen(),
                        result.recipe().paper().get(task - 1));
    }

    private static String spread(RecipeResult result, int task, RecipeResult.Task found) {
        return String.format(Locale.ROOT, "%.1f ± %.1f", found.mean(), found.deviation());
    }

    private static String row(String first, List<RecipeResult> run, Function<RecipeResult, String> cell) {
        return "| " + first + " | " + run.stream().map(cell).collect(Collectors.joining(" | ")) + " |\n";
    }

    private static String notRun(List<RecipeResult> results) {
        String missing = results.stream()
                .filter(result -> result.tasks().isEmpty())
                .map(result -> result.recipe().title())
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? "" : "Not run: " + missing + ".\n";
    }
}
