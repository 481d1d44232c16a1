package org.memn2n.data.simulation;

import java.io.IOException;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.memn2n.random.RandomStreams;

/**
 * Writes simulated stories in the text format of the bAbI tasks: one line a sentence, numbered from 1 in
 * every story; a question line goes on with a tab, the answer, a tab and the numbers of the supporting
 * sentences, separated by spaces.
 *
 * <p>Each story depends on the seed and its own number alone, so fewer stories are a beginning of more,
 * and any thread can write any story. Immutable.
 */
public final class StorySimulator {
    /** Text is handed on in pieces of about this many characters. */
    private static final int PIECE = 8192;

    private final SimulationSettings settings;
    private final Narrator narrator;
    private final Plot plot;

    /** A simulator with the words of {@link Lexicon#english()}. */
    public StorySimulator(SimulationSettings settings) {
        this(settings, Lexicon.english());
    }

    /**
     * A simulator with the first words of each list of this lexicon.
     *
     * @throws SimulationSettingsException if the lexicon has fewer words than the settings ask for
     */
    public StorySimulator(SimulationSettings settings, Lexicon lexicon) {
        checkEnough("people", settings.people(), lexicon.people());
        checkEnough("places", settings.places(), lexicon.places());
        checkEnough("objects", settings.objects(), lexicon.objects());
        this.settings = settings;
        this.narrator = new Narrator(lexicon);
        this.plot = settings.task().plot();
    }

    /** Appends all stories, holding no more than a few thousand characters at a time. */
    public void write(Appendable out) throws IOException {
        StringBuilder text = new StringBuilder(PIECE + PIECE / 4);
        for (long story = 0; story < settings.stories(); story++) {
            tell(story, text, out);
        }
        out.append(text);
    }

    /**
     * Appends one story.
     *
     * @param story its number, from 0; may lie beyond the settings' number of stories
     * @throws IllegalArgumentException if the number is negative
     */
    public void writeStory(long story, Appendable out) throws IOException {
        if (story < 0) {
            throw new IllegalArgumentException("story " + story + " does not exist; stories are numbered from 0");
        }
        StringBuilder text = new StringBuilder();
        tell(story, text, out);
        out.append(text);
    }

    private void tell(long story, StringBuilder text, Appendable out) throws IOException {
        RandomGenerator random = RandomStreams.of(settings.seed(), story);
        World world = scene(random);
        int sentences = 0;
        for (int question = 1; question <= settings.questions(); question++) {
            int due = settings.sentencesBefore(question);
            for (; sentences < due; sentences++) {
                int line = sentences + question;
                Event event = plot.next(world, due - sentences, random);
                world.apply(event, line);
                text.append(line).append(' ');
                narrator.tell(event, random, text);
                text.append('\n');
                handOnFullPiece(text, out);
            }
            text.append(sentences + question).append(' ');
            ask(world, random, text);
            text.append('\n');
        }
    }

    private World scene(RandomGenerator random) {
        return new World(
                settings.places(), randomPlaces(settings.people(), random), randomPlaces(settings.objects(), random));
    }

    private int[] randomPlaces(int count, RandomGenerator random) {
        int[] drawn = new int[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random.nextInt(settings.places());
        }
        return drawn;
    }

    private void ask(World world, RandomGenerator random, StringBuilder text) {
        StoryTask task = settings.task();
        Question question = task.about(task.answerableSubject(world, random)
                .orElseThrow(() -> new IllegalStateException(
                        "the plot of task " + task.number() + " left no question that can be answered")));
        Answer answer = question.answerIn(world).orElseThrow();
        narrator.ask(question, text);
        text.append('\t');
        narrator.answer(answer, text);
        char separator = '\t';
        for (int sentence : answer.supportingSentences()) {
            text.append(separator).append(sentence);
            separator = ' ';
        }
    }

    private static void handOnFullPiece(StringBuilder text, Appendable out) throws IOException {
        if (text.length() >= PIECE) {
            out.append(text);
            text.setLength(0);
        }
    }

    private static void checkEnough(String what, int wanted, List<String> words) {
        if (wanted > words.size()) {
            throw new SimulationSettingsException("the number of " + what + " is " + wanted
                    + ", but the lexicon has words for " + words.size() + "; ask for at most " + words.size()
                    + " or give a larger lexicon");
        }
    }
}
