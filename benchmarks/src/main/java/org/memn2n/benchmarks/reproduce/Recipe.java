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
 * @param networks the networks that compete for each model, alone and, where there are several, together; the best of all
 *     restarts and of them together is chosen
 * @param training how it is trained, with one restart; how many there are is the table's choice
 * @param paper the test errors that the paper gives for tasks 1 to 20, in percent; empty for what is not in the paper
 */
public record Recipe(
        String id,
        String title,
        String variant,
        boolean joint,
        List<Network> networks,
        TrainingOptions training,
        List<Double> paper) {
    /**
     * A network.
     *
     * @param name its name in files; empty for the only one
     * @param model its choices
     */
    public record Network(String name, ModelOptions model) {}

    /** A recipe of one network. */
    public Recipe(
            String id,
            String title,
            String variant,
            boolean joint,
            ModelOptions model,
            TrainingOptions training,
            List<Double> paper) {
        this(id, title, variant, joint, List.of(new Network("", model)), training, paper);
    }

    /** This recipe with one of its networks alone. */
    public Recipe only(Network network) {
        return new Recipe(
                id, title + ", " + network.name() + " alone", variant, joint, List.of(network), training, paper);
    }

    /** This recipe begun from another seed. */
    public Recipe seeded(long seed) {
        return new Recipe(
                id,
                title,
                variant,
                joint,
                networks,
                training.toBuilder().seed(seed).build(),
                paper);
    }

    /** This recipe with its networks together and never alone. */
    Recipe together() {
        Network any = networks.get(0);
        return new Recipe(
                id,
                title + ", together",
                variant,
                joint,
                List.of(new Network(RestartLine.TOGETHER, any.model())),
                training,
                paper);
    }

    /** Keeps unchangeable lists. */
    public Recipe {
        networks = List.copyOf(networks);
        paper = List.copyOf(paper);
        if (!paper.isEmpty() && paper.size() != 20) {
            throw new IllegalArgumentException(id + ": figures for " + paper.size() + " tasks, expected 20 or none");
        }
    }
}
