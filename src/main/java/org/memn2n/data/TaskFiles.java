package org.memn2n.data;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The task files of one bAbI data set: a folder, one text file, or the official archive as it was downloaded.
 *
 * <p>A folder or an archive may hold several variants (languages and sizes, each in a folder of its own); one
 * of them is opened. Files are named {@code qa1_single-supporting-fact_train.txt}. A single file is opened
 * under any name that ends in {@code .txt}: as a test file when that ends in {@code _test.txt}, otherwise as a
 * training file, with task number 0 unless its name gives one.
 */
public final class TaskFiles {
    static final String ACCEPTED = "a folder with files named like qa1_single-supporting-fact_train.txt,"
            + " one such .txt file, or the bAbI archive tasks_1-20_v1-2.tar.gz";

    private final String data;
    private final String variant;
    private final boolean single;
    private final SortedMap<Integer, TaskFile> training = new TreeMap<>();
    private final SortedMap<Integer, TaskFile> test = new TreeMap<>();

    private record TaskFile(TaskFileName name, TaskSource.Content content) {}

    private TaskFiles(String data, String variant, boolean single) {
        this.data = data;
        this.variant = variant;
        this.single = single;
    }

    /**
     * Finds the task files. An archive is read here, the chosen variant's files being kept in memory; the files
     * of a folder are read when asked for.
     *
     * @param data a folder, a text file, or a tar archive (gzipped or not, told by its content)
     * @param variant name of the variant's folder. Null takes the files that lie in the folder itself, the only
     *     variant there is, or {@code en}
     * @throws DataException when there is nothing to read, when it is damaged or too large, and when the variant
     *     is missing or ambiguous
     */
    public static TaskFiles open(Path data, @Nullable String variant) {
        return open(data, variant, ArchiveLimits.STANDARD);
    }

    static TaskFiles open(Path data, @Nullable String variant, ArchiveLimits limits) {
        TaskFiles files =
                open(data, limits, (name, folders) -> Variants.choose(data.toString(), name, folders, variant));
        if (variant != null && files.single) {
            throw DataException.in(files.data, "a single file, which has no variant", "no variant, or a folder");
        }
        return files;
    }

    /**
     * Finds the task files that are like those that models were trained on: the only variant there is, or of several that
     * which the models were trained on.
     *
     * @param data as in {@link #open}
     * @param trainedOn names of the variants that the models were trained on, as far as that is known
     * @throws DataException as {@link #open}, and when there are several variants and not one that is known
     */
    public static TaskFiles openLike(Path data, SortedSet<String> trainedOn) {
        return open(
                data,
                ArchiveLimits.STANDARD,
                (name, folders) -> Variants.chooseLike(data.toString(), name, folders, trainedOn));
    }

    /** Chooses the folder to use. */
    private interface Choice {
        String of(String topName, SortedSet<String> folders);
    }

    private static TaskFiles open(Path data, ArchiveLimits limits, Choice choice) {
        String origin = data.toString();
        if (!Files.exists(data)) {
            throw DataException.in(origin, "nothing there", ACCEPTED);
        }
        String name = lastName(data);
        try {
            if (Files.isDirectory(data)) {
                return of(new FolderSource(data), origin, name, choice);
            }
            if (BoundedTar.isArchive(data)) {
                return of(new ArchiveSource(data, limits), origin, "", choice);
            }
        } catch (IOException e) {
            throw DataException.in(origin, "data that cannot be read (" + reason(e) + ")", "an undamaged copy", e);
        }
        if (!name.endsWith(".txt")) {
            throw DataException.in(origin, "a file that is neither a tar archive nor a .txt file", ACCEPTED);
        }
        TaskFiles files = new TaskFiles(origin, "", true);
        files.add(new TaskFile(TaskFileName.ofSingleFile(name), () -> Files.newInputStream(data)));
        return files;
    }

    private static String reason(IOException error) {
        return error instanceof EOFException ? "it ends too early" : String.valueOf(error.getMessage());
    }

    private static TaskFiles of(TaskSource source, String origin, String topName, Choice choice) throws IOException {
        String folder = choice.of(topName, source.folders());
        TaskFiles files = new TaskFiles(origin, Variants.name(folder, topName), false);
        source.contents(folder)
                .forEach((name, content) ->
                        TaskFileName.parse(name).ifPresent(parsed -> files.add(new TaskFile(parsed, content))));
        return files;
    }

    private void add(TaskFile file) {
        TaskFileName name = file.name();
        TaskFile other = files(name.purpose()).put(name.task(), file);
        if (other != null) {
            throw DataException.in(
                    data,
                    "two files for task " + name.task() + ": " + other.name().fileName() + " and " + name.fileName(),
                    "one of them");
        }
    }

    /** Numbers of the tasks with a training or a test file. */
    public SortedSet<Integer> tasks() {
        SortedSet<Integer> tasks = new TreeSet<>(training.keySet());
        tasks.addAll(test.keySet());
        return Collections.unmodifiableSortedSet(tasks);
    }

    /**
     * Title of a task as its file name gives it, such as {@code single-supporting-fact}; empty when it gives none.
     *
     * @throws DataException when the task is not there
     */
    public String title(int task) {
        return (hasTrain(task) ? file(task, TaskFileName.Purpose.TRAIN) : file(task, TaskFileName.Purpose.TEST))
                .name()
                .title();
    }

    /** Last name of the folder that holds the task files; empty for a single file and for the top of an archive. */
    public String variant() {
        return variant;
    }

    /** Whether the task has a training file. */
    public boolean hasTrain(int task) {
        return training.containsKey(task);
    }

    /** Whether the task has a test file. */
    public boolean hasTest(int task) {
        return test.containsKey(task);
    }

    /**
     * Reads the training examples of a task, anew at each call.
     *
     * @throws DataException when there is no such file, or with the line when it is not as it should be
     */
    public List<Example> train(int task) {
        return read(file(task, TaskFileName.Purpose.TRAIN));
    }

    /**
     * Reads the test examples of a task, anew at each call.
     *
     * @throws DataException when there is no such file, or with the line when it is not as it should be
     */
    public List<Example> test(int task) {
        return read(file(task, TaskFileName.Purpose.TEST));
    }

    private SortedMap<Integer, TaskFile> files(TaskFileName.Purpose purpose) {
        return purpose == TaskFileName.Purpose.TRAIN ? training : test;
    }

    private TaskFile file(int task, TaskFileName.Purpose purpose) {
        TaskFile file = files(purpose).get(task);
        if (file != null) {
            return file;
        }
        String suffix = purpose == TaskFileName.Purpose.TRAIN ? "train" : "test";
        String where = variant.isEmpty() ? "" : " in " + DataException.quote(variant);
        throw DataException.in(
                data,
                "no file qa" + task + "_*_" + suffix + ".txt" + where,
                "one of the tasks whose " + suffix + " files are there: "
                        + files(purpose).keySet());
    }

    private static List<Example> read(TaskFile file) {
        String name = file.name().fileName();
        try (InputStream in = file.content().open()) {
            return BabiReader.read(in, name, file.name().task(), Answers.REQUIRED);
        } catch (IOException e) {
            throw DataException.in(name, "a file that cannot be read (" + e + ")", "a readable text file", e);
        }
    }

    // A path such as "." or "data/.." has no name of its own until it is made absolute.
    private static String lastName(Path data) {
        Path name = data.toAbsolutePath().normalize().getFileName();
        return name == null ? "" : name.toString();
    }
}
