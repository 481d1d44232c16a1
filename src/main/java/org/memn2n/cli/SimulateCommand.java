package org.memn2n.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.SimulationSettingsException;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.data.simulation.language.Lexicon;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.io.AtomicFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes simulated stories as task files. */
@Command(
        name = "simulate",
        description = "Writes simulated stories of the twenty bAbI tasks, in files that 'train --data' reads.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    /** Test stories are those from this number on, so that they stay the same with more or fewer training stories. */
    private static final long FIRST_TEST_STORY = 1L << 40;

    private static final int USUAL_QUESTIONS = 1000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--task", paramLabel = "LIST", description = "such as 1,2,5-8 or all (default: all)")
    private String task = "all";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "the folder to write the files to")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--stories",
            paramLabel = "N",
            description = "number of training stories; 0 for no training file (default: for 1000 questions)")
    private @Nullable Long stories;

    @Option(
            names = "--test-stories",
            paramLabel = "N",
            description = "number of test stories; 0 for no test file (default: for 1000 questions)")
    private @Nullable Long testStories;

    @Option(names = "--sentences", paramLabel = "N", description = "statements in a story (default: as in bAbI)")
    private @Nullable Integer sentences;

    @Option(names = "--questions", paramLabel = "N", description = "questions in a story (default: as in bAbI)")
    private @Nullable Integer questions;

    @Mixin
    private final PopulationOptions population = new PopulationOptions();

    @Option(
            names = "--distractors",
            paramLabel = "N",
            description = "further statements in a story that answer nothing (default: ${DEFAULT-VALUE})")
    private int distractors;

    @Option(
            names = "--lexicon",
            paramLabel = "NAME",
            description = "words and sentences: english, german, babi (the words of the real files), or a file"
                    + " (default: ${DEFAULT-VALUE})")
    private String lexicon = "english";

    @Option(
            names = "--unseen-names",
            description = "name the people, places and things of the test stories as none of the training stories")
    private boolean unseenNames;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "equal seeds give equal files (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    /** A file to write. */
    private record Output(Path file, StorySimulator simulator, long firstStory, long stories) {}

    @Override
    public Integer call() throws IOException {
        PrintWriter log = spec.commandLine().getOut();
        List<Output> outputs = new ArrayList<>();
        for (StoryTask kind : tasks()) {
            outputs.addAll(outputs(kind));
        }
        Files.createDirectories(out);
        outputs.forEach(this::requireNew);
        for (Output output : outputs) {
            requireNew(output); // once more: writing all of them takes a while
            AtomicFiles.write(output.file(), channel -> {
                Writer writer = new BufferedWriter(Channels.newWriter(channel, StandardCharsets.UTF_8));
                output.simulator().write(output.firstStory(), output.stories(), writer);
                writer.flush();
            });
            log.println(output.file() + ": " + output.stories() + " stories");
            log.flush();
        }
        return 0;
    }

    private void requireNew(Output output) {
        if (Files.exists(output.file())) {
            throw usage(output.file() + " is there already; remove it or name another folder with --out");
        }
    }

    private List<StoryTask> tasks() {
        if (task.equals("all")) {
            return List.of(StoryTask.values());
        }
        try {
            return TaskNumbers.parse(task)
                    .orElseThrow(() -> usage("--task takes 'all' or " + TaskNumbers.FORM + task + "'"))
                    .stream()
                    .map(StoryTask::ofNumber)
                    .toList();
        } catch (SimulationSettingsException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private List<Output> outputs(StoryTask kind) throws IOException {
        SimulationSettings training;
        SimulationSettings test;
        try {
            SimulationSettings usual = SimulationSettings.of(kind);
            training = population
                    .in(usual.withLength(
                            sentences == null ? usual.sentences() : sentences,
                            questions == null ? usual.questions() : questions))
                    .withDistractors(distractors)
                    .withSeed(seed);
            test = unseenNames ? training.withSkippedNames(most(training)) : training;
        } catch (SimulationSettingsException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        Lexicon words = Lexicon.BUILT_IN.contains(lexicon)
                ? Lexicon.builtIn(lexicon, kind.number())
                : Lexicon.read(Path.of(lexicon), kind.number());
        List<Output> outputs = new ArrayList<>();
        add("train", stories, training, words, 0, outputs);
        add("test", testStories, test, words, FIRST_TEST_STORY, outputs);
        return outputs;
    }

    private void add(
            String purpose,
            @Nullable Long wanted,
            SimulationSettings settings,
            Lexicon words,
            long firstStory,
            List<Output> outputs) {
        long count = wanted == null ? (USUAL_QUESTIONS + settings.questions() - 1) / settings.questions() : wanted;
        if (count < 0 || count > FIRST_TEST_STORY) {
            throw usage(
                    "the number of " + purpose + " stories is " + count + "; it must be from 0 to " + FIRST_TEST_STORY);
        }
        if (count > 0) {
            StoryTask kind = settings.task();
            Path file = out.resolve("qa" + kind.number() + "_" + kind.title() + "_" + purpose + ".txt");
            outputs.add(new Output(file, new StorySimulator(settings, words), firstStory, count));
        }
    }

    private static int most(SimulationSettings settings) {
        return Arrays.stream(Noun.values())
                .filter(Noun::isOpen)
                .mapToInt(settings.population()::count)
                .max()
                .orElse(0);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
