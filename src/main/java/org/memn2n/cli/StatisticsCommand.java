package org.memn2n.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.memn2n.data.DataException;
import org.memn2n.data.Example;
import org.memn2n.data.StoryStatistics;
import org.memn2n.data.TaskFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Describes task files. */
@Command(
        name = "statistics",
        description = "Describes the stories of task files, and says how far questions can be answered without them.",
        mixinStandardHelpOptions = true)
final class StatisticsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Option(
            names = "--task",
            paramLabel = "LIST",
            description = "such as 1,2,5-8 or all (default: those with a training and a test file)")
    private String task = "all";

    @Override
    public Integer call() throws IOException {
        TaskFiles files = data.open(null);
        SortedSet<Integer> present = new TreeSet<>(files.tasks());
        present.removeIf(number -> !files.hasTest(number) || !files.hasTrain(number));
        if (present.isEmpty()) {
            throw DataException.in(
                    data.path.toString(),
                    "no task with a training and a test file",
                    "both, in files whose names end in _train.txt and _test.txt");
        }
        List<String> lines = new ArrayList<>();
        for (int number : data.tasks(task, present)) {
            lines.add(line(number, files));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("| task | training questions | statements before a question: mean | most | words | answers"
                + " | most common answer, % | from the question alone, % |");
        out.println("|---|---|---|---|---|---|---|---|");
        lines.forEach(out::println);
        return 0;
    }

    private static String line(int number, TaskFiles files) {
        StoryStatistics found = StoryStatistics.of(
                some(files.train(number), "training", number), some(files.test(number), "test", number));
        return String.format(
                Locale.ROOT,
                "| %d | %d | %.1f | %d | %d | %d | %.1f | %.1f |",
                number,
                found.questions(),
                found.meanStatements(),
                found.mostStatements(),
                found.words(),
                found.answers(),
                100 * found.mostCommonAnswer(),
                100 * found.fromQuestion());
    }

    private static List<Example> some(List<Example> examples, String purpose, int number) {
        if (examples.isEmpty()) {
            throw DataException.in("the " + purpose + " file of task " + number, "no question", "at least one");
        }
        return examples;
    }
}
