package org.memn2n.benchmarks.reproduce;

import java.util.List;
import org.memn2n.benchmarks.report.Line;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.train.TrainingListener.RestartReport;

/**
 * What one restart came to, or the networks of a recipe together: a line of {@code restarts.jsonl}.
 *
 * @param made version, machine and date
 * @param device the device that did the work
 * @param recipe the id of the recipe
 * @param seed the seed of the training
 * @param report its own scores, by which it is chosen or not
 * @param tests its test errors, by which it is not chosen
 */
public record RestartLine(
        Made made, String device, String recipe, long seed, RestartReport report, List<TaskError> tests)
        implements Line {
    /** What is named as a network is where all networks of a recipe answer together. */
    static final String TOGETHER = "together";

    /** The name of a model of these tasks, made by this network, whose name is empty where it is the only one. */
    static String name(List<Integer> tasks, boolean joint, String network) {
        return (joint ? "joint" : "qa" + tasks.get(0)) + (network.isEmpty() ? "" : "-" + network);
    }

    /** Keeps an unchangeable list. */
    public RestartLine {
        tests = List.copyOf(tests);
    }

    /** Whether this network was trained. */
    boolean isOf(Recipe.Network network) {
        return network.name().isEmpty() || network().equals(network.name());
    }

    /** Whether this is not one restart, but all networks. */
    boolean isTogether() {
        return network().equals(TOGETHER);
    }

    private String network() {
        String job = report.job();
        return job.substring(job.indexOf('-') + 1);
    }

    /** The tasks it was trained on, all of which it is tested on. */
    List<Integer> tasks() {
        return tests.stream().map(TaskError::task).toList();
    }

    /**
     * A test error.
     *
     * @param task the number of the task
     * @param wrong how many answers were wrong
     * @param questions out of how many, all that there are
     */
    public record TaskError(int task, long wrong, long questions) {
        /** In percent. */
        public double percent() {
            return 100.0 * wrong / questions;
        }
    }
}
