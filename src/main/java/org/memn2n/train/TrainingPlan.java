package org.memn2n.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.Example;
import org.memn2n.data.TaskFiles;
import org.memn2n.io.Json;
import org.memn2n.model.ModelOptions;

/**
 * Which tasks are trained and how: the {@code plan.json} of a training's folder, enough to resume it.
 *
 * @param format the version of this file's layout
 * @param variant which set of the data, such as {@code en}
 * @param tasks the tasks, in order
 * @param joint whether one model learns all of them
 * @param model the choices of the network
 * @param training the choices of training
 */
public record TrainingPlan(
        int format, String variant, List<Integer> tasks, boolean joint, ModelOptions model, TrainingOptions training) {
    private static final int FORMAT = 3;
    private static final String FILE = "plan.json";

    /** Keeps an unchangeable list. */
    public TrainingPlan {
        tasks = List.copyOf(tasks);
    }

    /** A plan of this version. */
    public static TrainingPlan of(
            String variant, List<Integer> tasks, boolean joint, ModelOptions model, TrainingOptions training) {
        return new TrainingPlan(FORMAT, variant, tasks, joint, model, training);
    }

    /** Whether a training was begun in this folder. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    /**
     * The plan that was begun in this folder.
     *
     * @throws org.memn2n.io.CorruptFileException when it is damaged, or of another version
     * @throws IOException when it is missing
     */
    public static TrainingPlan read(Path folder) throws IOException {
        return Versioned.read(folder.resolve(FILE), TrainingPlan.class, FORMAT);
    }

    /**
     * The plan that the model in this folder was trained by, which is there, or where it is one of several, in the folder
     * around it; null where neither has one.
     *
     * @throws org.memn2n.io.CorruptFileException when it is damaged, or of another version
     * @throws IOException when it cannot be read
     */
    public static @Nullable TrainingPlan ofModel(Path folder) throws IOException {
        if (isIn(folder)) {
            return read(folder);
        }
        Path whole = folder.toAbsolutePath().normalize();
        Path around = whole.getParent();
        if (around == null || !whole.getFileName().toString().matches(name("\\d+")) || !isIn(around)) {
            return null;
        }
        TrainingPlan plan = read(around);
        boolean named = plan.tasks.stream().anyMatch(task -> whole.endsWith(name(task)));
        return named && !plan.joint && plan.tasks.size() > 1 ? plan : null;
    }

    private static String name(Object task) {
        return "qa" + task;
    }

    /** Saves this plan in a folder, which is made if needed. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Json.write(folder.resolve(FILE), this);
    }

    /**
     * The jobs of this plan: one for all tasks, kept in the folder itself, or one a task, each in a folder
     * {@code qaN} within it; a single task is kept in the folder itself too.
     *
     * @throws org.memn2n.data.DataException as {@link TrainingJob#ofStories}
     * @throws IllegalArgumentException as {@link TrainingJob#ofStories}
     */
    public List<TrainingJob> jobs(TaskFiles data, Path folder) {
        if (joint) {
            List<Example> all = new ArrayList<>();
            tasks.forEach(task -> all.addAll(data.train(task)));
            return List.of(TrainingJob.ofStories("joint", tasks, all, model, training, folder));
        }
        return tasks.stream()
                .map(task -> TrainingJob.ofStories(
                        name(task),
                        List.of(task),
                        data.train(task),
                        model,
                        training,
                        tasks.size() == 1 ? folder : folder.resolve(name(task))))
                .toList();
    }
}
