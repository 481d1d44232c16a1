package org.memn2n.train;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Example;
import org.memn2n.model.ModelOptions;
import org.memn2n.model.ParameterLayout;

/**
 * One model to train.
 *
 * @param name its name in reports and files, such as {@code qa1}
 * @param tasks the numbers of the tasks that the examples are from; may be empty
 * @param data what it is trained on, with the network that fits it
 * @param training how it is trained
 * @param folder where it is kept, or null to keep it in memory only. Where a training of the same data and
 *     choices has begun there, it goes on
 */
public record TrainingJob(
        String name,
        List<Integer> tasks,
        Dataset data,
        TrainingOptions training,
        @Nullable Path folder) {
    /**
     * Keeps an unchangeable list.
     *
     * @throws IllegalArgumentException when a tensor of the network would be larger than tensors can be
     */
    public TrainingJob {
        tasks = List.copyOf(tasks);
        new ParameterLayout(data.config());
    }

    /**
     * A model for questions about stories, of which a part is held out for validation.
     *
     * @throws org.memn2n.data.DataException as {@link Dataset#of}
     * @throws IllegalArgumentException when a tensor of the network would be larger than tensors can be
     */
    public static TrainingJob ofStories(
            String name,
            List<Integer> tasks,
            List<Example> examples,
            ModelOptions model,
            TrainingOptions training,
            @Nullable Path folder) {
        return new TrainingJob(name, tasks, Dataset.of(examples, model, training), training, folder);
    }

    /**
     * A model kept in memory, from examples that a program made.
     *
     * @throws org.memn2n.data.DataException as {@link Dataset#of}
     * @throws IllegalArgumentException when a tensor of the network would be larger than tensors can be
     */
    public static TrainingJob of(List<Example> examples, ModelOptions model, TrainingOptions training) {
        return ofStories("model", List.of(), examples, model, training, null);
    }
}
