package org.memn2n.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;

/**
 * Simulated stories named and packed as the bAbI tasks are, 5 questions each.
 *
 * @param folder a folder named {@code en} with the training and test files of tasks 1 and 2
 * @param archive the same folder as a .tar.gz
 */
record SimulatedData(Path folder, Path archive) {
    static final int QUESTIONS_PER_STORY = 5;

    /** Writes so many stories to train on, and so many to test, of each task. */
    static SimulatedData write(Path parent, int training, int test) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("en"));
        for (StoryTask task : List.of(StoryTask.SINGLE_FACT, StoryTask.TWO_FACTS)) {
            write(folder.resolve("qa" + task.number() + "_simulated_train.txt"), task, training, 1);
            write(folder.resolve("qa" + task.number() + "_simulated_test.txt"), task, test, 2);
        }
        Path archive = parent.resolve("tasks.tar.gz");
        pack(folder, archive);
        return new SimulatedData(folder, archive);
    }

    /** The test file of a task. */
    Path test(int task) {
        return folder.resolve("qa" + task + "_simulated_test.txt");
    }

    /** The training file of a task. */
    Path training(int task) {
        return folder.resolve("qa" + task + "_simulated_train.txt");
    }

    private static void write(Path file, StoryTask task, int stories, long seed) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file)) {
            new StorySimulator(SimulationSettings.of(task).withStories(stories).withSeed(seed)).write(writer);
        }
    }

    private static void pack(Path folder, Path archive) throws IOException {
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file));
                var content = Files.list(folder)) {
            for (Path entry : content.sorted().toList()) {
                byte[] bytes = Files.readAllBytes(entry);
                TarArchiveEntry header = new TarArchiveEntry("tasks_1-20_v1-2/en/" + entry.getFileName());
                header.setSize(bytes.length);
                tar.putArchiveEntry(header);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
    }
}
