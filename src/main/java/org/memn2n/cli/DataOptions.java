package org.memn2n.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.TaskFiles;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which stories are read. */
final class DataOptions {
    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--data",
            paramLabel = "PATH",
            required = true,
            description = "a folder of bAbI task files, one such file, or the official .tar.gz as it is")
    @SuppressWarnings("NullAway.Init") // required
    Path path;

    @Option(
            names = "--variant",
            paramLabel = "NAME",
            description =
                    "which set, where there are several: en, en-10k, hn, ... (default: the one that a model was trained on, or the only one, or en)")
    private @Nullable String variant;

    /** The variant that was asked for, or else the one that a model was trained on; a single file has none. */
    TaskFiles open(@Nullable String trainedOn) {
        return TaskFiles.open(path, variant == null && !isTextFile() ? trainedOn : variant);
    }

    /** The variant that was asked for, or else the one that models were trained on, or the only one there is. */
    TaskFiles openLike(SortedSet<String> trainedOn) {
        return variant == null && !isTextFile() ? TaskFiles.openLike(path, trainedOn) : TaskFiles.open(path, variant);
    }

    /** Whether a single text file is read rather than a set of them. */
    boolean isTextFile() {
        return Files.isRegularFile(path) && path.toString().endsWith(".txt");
    }

    /** The tasks that {@code text} names, such as {@code 1,2,5-8} or {@code all}, out of those there are. */
    List<Integer> tasks(String text, SortedSet<Integer> present) {
        if (text.equals("all")) {
            return List.copyOf(present);
        }
        SortedSet<Integer> tasks = TaskNumbers.parse(text)
                .orElseThrow(() -> usage("--task takes 'all' or " + TaskNumbers.FORM + text + "'"));
        List<Integer> missing = new ArrayList<>(tasks);
        missing.removeAll(present);
        if (!missing.isEmpty()) {
            throw usage("no task " + missing + " in " + path + "; there are " + present);
        }
        return List.copyOf(tasks);
    }

    private ParameterException usage(String message) {
        CommandLine command = spec.commandLine();
        return new ParameterException(command, message);
    }
}
