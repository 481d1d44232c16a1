package org.memn2n.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.memn2n.Predictor;
import org.memn2n.data.Answers;
import org.memn2n.data.BabiReader;
import org.memn2n.data.Example;
import org.memn2n.data.Sentence;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.SimulationSettingsException;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;
import org.memn2n.model.ModelOptions;
import org.memn2n.ops.Backend;
import org.memn2n.train.Evaluation;
import org.memn2n.train.Score;
import org.memn2n.train.StopSignal;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.Training;
import org.memn2n.train.TrainingJob;
import org.memn2n.train.TrainingOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows everything at once, without a file, a network or a GPU. */
@Command(
        name = "demo",
        description = "Simulates stories, trains on them, and shows an answer with the attention behind it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int TRAINING_STORIES = 1000;
    private static final int TEST_STORIES = 200;

    /** A story as long as the bAbI task's would take longer to learn, and more lines to show. */
    private static final int SHORT_SENTENCES = 10;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--seed", description = "of the stories and of training (default: ${DEFAULT-VALUE})")
    private long seed = 2; // of few, one whose story that is shown is easy to follow

    @Option(
            names = "--task",
            description =
                    "kind of question, numbered as in bAbI from 1 to 20: 1 where is a person, 2 where is an object, ..."
                            + " (default: ${DEFAULT-VALUE})")
    private int task = 2;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        StoryTask kind = kind();
        List<Example> training = stories(kind, TRAINING_STORIES, seed);
        List<Example> test = stories(kind, TEST_STORIES, seed + 1);
        try (Backend backend = device.open()) {
            out.printf(Locale.ROOT, "%d simulated questions, training on %s ...%n", training.size(), backend.device());
            out.flush();
            TrainingJob job = TrainingJob.of(
                    training,
                    ModelOptions.paper().build(),
                    TrainingOptions.paper().epochs(60).halveEvery(15).seed(seed).build());
            return Interruption.during(
                    spec.commandLine().getErr(),
                    "stopped; nothing of a demo is kept",
                    stop -> run(job, test, backend, stop, out));
        }
    }

    private static void run(TrainingJob job, List<Example> test, Backend backend, StopSignal stop, PrintWriter out)
            throws IOException {
        long began = System.nanoTime();
        TrainedModel model;
        try (TrainingProgress progress = new TrainingProgress(List.of(job))) {
            model = new Training(backend, 1, progress, stop).run(List.of(job)).get(0);
        }
        Score score = Evaluation.score(model, backend, test, Evaluation.LastBatch.SCORED);
        out.printf(
                Locale.ROOT,
                "trained in %.1f s; right on %.1f %% of %d questions about stories it has never seen%n%n",
                (System.nanoTime() - began) / 1e9,
                100 * (1 - score.error()),
                score.examples());
        show(model, backend, longest(test), out);
    }

    private StoryTask kind() {
        try {
            return StoryTask.ofNumber(task);
        } catch (SimulationSettingsException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private static List<Example> stories(StoryTask kind, int count, long storySeed) throws IOException {
        StringBuilder text = new StringBuilder();
        SimulationSettings settings =
                SimulationSettings.of(kind).withStories(count).withSeed(storySeed);
        if (kind == StoryTask.TWO_FACTS) {
            settings = settings.withLength(SHORT_SENTENCES, settings.questions());
        }
        new StorySimulator(settings).write(text);
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        return BabiReader.read(new ByteArrayInputStream(bytes), "simulated stories", kind.number(), Answers.REQUIRED);
    }

    private static Example longest(List<Example> examples) {
        return examples.stream()
                .max(Comparator.comparingInt(example -> example.story().size()))
                .orElseThrow();
    }

    private static void show(TrainedModel model, Backend backend, Example example, PrintWriter out) {
        List<String> story = example.story().stream().map(Sentence::text).toList();
        try (Predictor predictor = new Predictor(model, backend)) {
            out.println(example.question().text());
            AnswerText.lines(story, predictor.answer(story, example.question().text()))
                    .forEach(out::println);
        }
    }
}
