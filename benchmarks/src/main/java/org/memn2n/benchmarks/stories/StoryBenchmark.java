package org.memn2n.benchmarks.stories;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.memn2n.Answer;
import org.memn2n.Predictor;
import org.memn2n.Story;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement.Checked;
import org.memn2n.benchmarks.report.Table;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.timing.Sampler;
import org.memn2n.benchmarks.timing.Timed;
import org.memn2n.benchmarks.work.NotVerifiedException;
import org.memn2n.data.Example;
import org.memn2n.data.Place;
import org.memn2n.data.Sentence;
import org.memn2n.ops.Backend;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.train.TrainedModel;

/** Answering about a whole story against appending to it and asking, in turn. */
public final class StoryBenchmark {
    private static final double TOLERANCE = 1e-5;
    private static final List<String> CALLS = List.of(
            "Predictor.answer, whole story",
            "Predictor.answerAll, whole story split into words before",
            "Story.append and answer",
            "Story.answer",
            "Story.append");

    private final int dimension;
    private final int rounds;
    private final double seconds;
    private final Made made = Made.here();

    /**
     * @param dimension d
     * @param rounds how often all calls are sampled, in turn
     * @param seconds the time for each call in a round
     */
    public StoryBenchmark(int dimension, int rounds, double seconds) {
        this.dimension = dimension;
        this.rounds = rounds;
        this.seconds = seconds;
    }

    /**
     * Measures a story of so many sentences.
     *
     * @param contender how the backend is called
     * @throws NotVerifiedException when an answer is not the reference's
     */
    public List<StoryMeasurement> run(String contender, Backend backend, int sentences) {
        LongStory work = new LongStory(sentences, dimension);
        TrainedModel model = work.model();
        List<String> told = work.told();
        String question = work.question();
        try (Predictor predictor = new Predictor(model, backend);
                Story story = predictor.story();
                Story onlyAppended = predictor.story()) {
            told.forEach(story::append);
            Checked checked = check(model, told, question, story.answer(question));
            List<Sentence> sentencesOfWords = told.stream().map(Sentence::of).toList();
            List<Example> split =
                    List.of(new Example(0, sentencesOfWords, Sentence.of(question), null, List.of(), new Place("", 0)));
            int[] next = {0};
            // What is only appended waits to be embedded by an answer: of another story, or that answer would pay for
            // it.
            List<Timed> calls = List.of(
                    steps -> repeat(steps, () -> predictor.answer(told, question)),
                    steps -> repeat(steps, () -> predictor.answerAll(split)),
                    steps -> repeat(steps, () -> {
                        story.append(told.get(next[0]++ % sentences));
                        story.answer(question);
                    }),
                    steps -> repeat(steps, () -> story.answer(question)),
                    steps -> repeat(steps, () -> onlyAppended.append(told.get(next[0]++ % sentences))));
            return measure(calls, contender, backend.device(), sentences, checked);
        }
    }

    private static void repeat(int steps, Runnable call) {
        for (int step = 0; step < steps; step++) {
            call.run();
        }
    }

    private static Checked check(TrainedModel model, List<String> told, String question, Answer found) {
        try (Backend reference = new ScalarBackend(Precision.DOUBLE);
                Predictor predictor = new Predictor(model, reference)) {
            double[] expected = numbers(predictor.answer(told, question));
            double[] numbers = numbers(found);
            double difference = 0;
            for (int i = 0; i < expected.length; i++) {
                difference = Math.max(difference, Math.abs(numbers[i] - expected[i]));
            }
            if (!(difference <= TOLERANCE)) {
                throw new NotVerifiedException(found.device() + ": the answer about a story of " + told.size()
                        + " sentences differs from the reference's by " + difference + "; not timed");
            }
            return new Checked(
                    "scalar reference in double precision", "probabilities and attention", difference, TOLERANCE);
        }
    }

    private static double[] numbers(Answer answer) {
        return Stream.concat(
                        answer.top().stream().map(Answer.Choice::probability),
                        answer.attention().stream().flatMap(List::stream))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private List<StoryMeasurement> measure(
            List<Timed> calls, String contender, String device, int sentences, Checked checked) {
        Sampler sampler = new Sampler(Math.max(0.5, seconds));
        List<Sampler.Warm> warm = calls.stream().map(sampler::warmUp).toList();
        List<List<Sample>> byRound = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            byRound.add(sampler.sample(warm, seconds));
        }
        List<StoryMeasurement> measurements = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            int own = call;
            Sample all = Sample.pooled(
                    byRound.stream().map(samples -> samples.get(own)).toList());
            Sample ratios = new Sample(
                    1,
                    byRound.stream()
                            .map(samples ->
                                    samples.get(0).median() / samples.get(own).median())
                            .toList());
            measurements.add(new StoryMeasurement(
                    made,
                    contender,
                    device,
                    sentences,
                    dimension,
                    CALLS.get(call),
                    all.milliseconds().size(),
                    all.median(),
                    all.minimum(),
                    all.quantile(0.1),
                    all.quantile(0.9),
                    ratios.median(),
                    ratios.minimum(),
                    ratios.quantile(1),
                    checked));
        }
        return measurements;
    }

    /** A Markdown table. */
    public static String table(List<StoryMeasurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            text.append(Table.origin(measurements.get(0).made(), ""));
        }
        text.append("""
                | contender | sentences | d | call | ms median | fastest | 10 to 90 % | times faster than the whole story |
                |---|---|---|---|---|---|---|---|
                """);
        for (StoryMeasurement m : measurements) {
            text.append("| ")
                    .append(String.join(
                            " | ",
                            m.contender(),
                            Integer.toString(m.sentences()),
                            Integer.toString(m.dimension()),
                            m.call(),
                            Table.number(m.median()),
                            Table.number(m.minimum()),
                            Table.number(m.low()) + " to " + Table.number(m.high()),
                            Table.number(m.timesWhole()) + " (" + Table.number(m.lowestRatio()) + " to "
                                    + Table.number(m.highestRatio()) + ")"))
                    .append(" |\n");
        }
        return text.toString();
    }
}
