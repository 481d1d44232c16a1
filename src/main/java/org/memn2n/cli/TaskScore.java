package org.memn2n.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.memn2n.data.DataException;
import org.memn2n.data.TaskFiles;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;
import org.memn2n.train.EnsembleEvaluation;
import org.memn2n.train.Evaluation;
import org.memn2n.train.Score;
import org.memn2n.train.TrainedModel;

/**
 * How a model did on the test file of a task.
 *
 * @param task the number of the task
 * @param title its name
 * @param model the name of the model, or of all that answered together
 * @param error the fraction of wrong answers, 0 to 1
 * @param wrong how many answers were wrong
 * @param questions how many were asked
 * @param device the device that did the work
 */
record TaskScore(int task, String title, String model, double error, long wrong, long questions, String device) {
    /** A task with a greater error counts as failed (paper, table 1). */
    private static final double FAILED = 0.05;

    static TaskScore of(
            TrainedModel model, int task, TaskFiles files, Backend backend, Evaluation.LastBatch lastBatch) {
        Score score = Evaluation.score(model, backend, files.test(task), lastBatch);
        return of(model.config().name(), score, task, files, backend, lastBatch);
    }

    /** Of models that answer together. */
    static TaskScore of(List<TrainedModel> models, int task, TaskFiles files, Backend backend) {
        String names = models.stream().map(model -> model.config().name()).collect(Collectors.joining(" + "));
        Score score = EnsembleEvaluation.score(models, backend, files.test(task));
        return of(names, score, task, files, backend, Evaluation.LastBatch.SCORED);
    }

    private static TaskScore of(
            String model, Score score, int task, TaskFiles files, Backend backend, Evaluation.LastBatch lastBatch) {
        if (score.examples() == 0) {
            throw DataException.in(
                    "the test file of task " + task,
                    "no question to score",
                    lastBatch == Evaluation.LastBatch.DROPPED
                            ? "at least a full batch of them, or no --last-batch " + lastBatch
                            : "at least one");
        }
        return new TaskScore(
                task, files.title(task), model, score.error(), score.wrong(), score.examples(), backend.device());
    }

    private record Whole(int tasks, double meanError, long failed) {}

    /** A line for each, and the mean and the number of failed tasks. */
    static void print(List<TaskScore> scores, boolean json, PrintWriter out) {
        double mean = scores.stream().mapToDouble(TaskScore::error).average().orElse(0);
        long failed = scores.stream().filter(score -> score.error() > FAILED).count();
        if (json) {
            scores.forEach(score -> out.println(Json.line(score)));
            out.println(Json.line(new Whole(scores.size(), mean, failed)));
            return;
        }
        out.println("task                              test error    wrong of");
        for (TaskScore score : scores) {
            out.printf(
                    Locale.ROOT,
                    "%4d  %-28s %8.1f %%  %6d %5d%s%n",
                    score.task,
                    score.title,
                    100 * score.error,
                    score.wrong,
                    score.questions,
                    score.error > FAILED ? "  failed" : "");
        }
        if (scores.size() > 1) {
            out.printf(Locale.ROOT, "mean  %35.1f %%  failed %d of %d%n", 100 * mean, failed, scores.size());
        }
    }
}
