package org.memn2n.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Example;
import org.memn2n.data.Split;
import org.memn2n.model.ModelOptions;

/**
 * One model to train.
 *
 * @param name its name in reports and files, such as {@code qa1}
 * @param tasks the numbers of the tasks that the examples are from; may be empty
 * @param examples training examples; a part of them is held out for validation
 * @param model the network
 * @param training how it is trained
 * @param folder where it is kept, or null to keep it in memory only. Where a training of the same data and
 *     choices has begun there, it goes on
 */
public record TrainingJob(
        String name,
        List<Integer> tasks,
        List<Example> examples,
        ModelOptions model,
        TrainingOptions training,
        @Nullable Path folder) {
    /** Keeps unchangeable lists. */
    public TrainingJob {
        tasks = List.copyOf(tasks);
        examples = List.copyOf(examples);
    }

    /** How many examples are left to train on when those for validation are held out. */
    public int trainedOn() {
        return examples.size() - Split.held(examples.size(), training.validationFraction());
    }

    /** A model kept in memory, from examples that a program made. */
    public static TrainingJob of(List<Example> examples, ModelOptions model, TrainingOptions training) {
        return new TrainingJob("model", List.of(), examples, model, training, null);
    }
}
