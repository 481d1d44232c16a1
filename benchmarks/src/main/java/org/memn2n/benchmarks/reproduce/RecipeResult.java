package org.memn2n.benchmarks.reproduce;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.memn2n.train.Selection;

/**
 * What a recipe came to.
 *
 * @param recipe the recipe
 * @param tasks by number, of those whose restarts have all ended
 * @param seconds the wall time of all its runs; not a number where it was not taken
 */
public record RecipeResult(Recipe recipe, SortedMap<Integer, Task> tasks, double seconds) {
    /** A task with a greater error counts as failed (paper, table 1). */
    private static final double FAILED = 5;

    /**
     * A task.
     *
     * @param chosen the test error of the restart that was chosen, or of the networks together where they were, in percent
     * @param restart which one that was
     * @param mean of the test errors of all restarts, each alone
     * @param deviation their standard deviation; 0 for one restart
     * @param restarts how many there were
     */
    public record Task(double chosen, String restart, double mean, double deviation, int restarts) {}

    /**
     * Chooses among restarts and the networks together as the recipe says, never by the test.
     *
     * @param restarts how many of each network there must be; models with fewer, or whose networks have not been scored
     *     together, are left out
     */
    public static RecipeResult of(Recipe recipe, List<RestartLine> lines, int restarts, double seconds) {
        Selection selection = recipe.training().selection();
        Map<List<Integer>, List<RestartLine>> jobs = new LinkedHashMap<>();
        lines.forEach(line ->
                jobs.computeIfAbsent(line.tasks(), job -> new ArrayList<>()).add(line));
        SortedMap<Integer, Task> tasks = new TreeMap<>();
        for (List<RestartLine> job : jobs.values()) {
            if (!isWhole(recipe, job, restarts)) {
                continue;
            }
            RestartLine best = job.stream()
                    .min(Comparator.comparing(RestartLine::report, selection.order())
                            .thenComparing(line -> line.report().job())
                            .thenComparing(line -> line.report().restart()))
                    .orElseThrow();
            List<RestartLine> alone =
                    job.stream().filter(line -> !line.isTogether()).toList();
            for (int i = 0; i < best.tests().size(); i++) {
                int index = i;
                SummaryStatistics errors = new SummaryStatistics();
                (alone.isEmpty() ? job : alone)
                        .forEach(line -> errors.addValue(line.tests().get(index).percent()));
                RestartLine.TaskError chosen = best.tests().get(i);
                tasks.put(
                        chosen.task(),
                        new Task(
                                chosen.percent(),
                                best.isTogether()
                                        ? best.report().job()
                                        : best.report().job() + ", restart "
                                                + best.report().restart(),
                                errors.getMean(),
                                errors.getStandardDeviation(),
                                (int) errors.getN()));
            }
        }
        return new RecipeResult(recipe, tasks, seconds);
    }

    private static boolean isWhole(Recipe recipe, List<RestartLine> job, int restarts) {
        boolean together = recipe.networks().size() == 1 || job.stream().anyMatch(RestartLine::isTogether);
        return together
                && recipe.networks().stream()
                        .allMatch(network ->
                                job.stream().filter(line -> line.isOf(network)).count() >= restarts);
    }

    /** The same for each network of the recipe alone, and for all together; nothing for a recipe of one. */
    public static List<RecipeResult> parts(Recipe recipe, List<RestartLine> lines, int restarts) {
        if (recipe.networks().size() == 1) {
            return List.of();
        }
        List<RecipeResult> results = new ArrayList<>();
        for (Recipe.Network network : recipe.networks()) {
            List<RestartLine> own =
                    lines.stream().filter(line -> line.isOf(network)).toList();
            results.add(of(recipe.only(network), own, restarts, Double.NaN));
        }
        Set<Integer> whole = of(recipe, lines, restarts, Double.NaN).tasks().keySet();
        List<RestartLine> together = lines.stream()
                .filter(RestartLine::isTogether)
                .filter(line -> whole.containsAll(line.tasks()))
                .toList();
        results.add(of(recipe.together(), together, 1, Double.NaN));
        return results;
    }

    /** The mean error of the chosen restarts, in percent. */
    public double mean() {
        return tasks.values().stream().mapToDouble(Task::chosen).average().orElse(Double.NaN);
    }

    /** How many tasks have an error above five percent. */
    public long failed() {
        return tasks.values().stream().filter(task -> task.chosen() > FAILED).count();
    }

    /** The mean error of the paper over the same tasks, in percent; not a number where the paper has none. */
    public double paperMean() {
        return recipe.paper().isEmpty()
                ? Double.NaN
                : tasks.keySet().stream()
                        .mapToDouble(task -> recipe.paper().get(task - 1))
                        .average()
                        .orElse(Double.NaN);
    }

    /** How many of the same tasks failed in the paper. */
    public long paperFailed() {
        return tasks.keySet().stream()
                .filter(task -> !recipe.paper().isEmpty() && recipe.paper().get(task - 1) > FAILED)
                .count();
    }
}
