package org.memn2n.benchmarks.reproduce;

import java.util.List;
import org.memn2n.model.ModelOptions;
import org.memn2n.train.TrainingOptions;

/**
 * One column of a table: how the models of all tasks are made.
 *
 * @param id its name in files
 * @param title its name in tables
 * @param variant which set of the data
 * @param joint whether one model learns all tasks
 * @param model the network
 * @param training how it is trained, with one restart; how many there are is the table's choice
 * @param paper the test errors that the paper gives for tasks 1 to 20, in percent; empty for what is not in the paper
 */
public record Recipe(
        String id,
        String title,
        String variant,
        boolean joint,
        ModelOptions model,
        TrainingOptions training,
        List<Double> paper) {
    /** Keeps an unchangeable list. */
    public Recipe {
        paper = List.copyOf(paper);
        if (!paper.isEmpty() && paper.size() != 20) {
            throw new IllegalArgumentException(id + ": figures for " + paper.size() + " tasks, expected 20 or none");
        }
    }
}
