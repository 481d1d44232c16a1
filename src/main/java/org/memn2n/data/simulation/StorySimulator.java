package org.memn2n.data.simulation;

import java.io.IOException;
import org.memn2n.data.simulation.language.Lexicon;
import org.memn2n.data.simulation.language.Narrator;
import org.memn2n.data.simulation.plot.Distraction;
import org.memn2n.data.simulation.plot.Scene;
import org.memn2n.data.simulation.plot.Story;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.random.SplitMix;

/**
 * Writes simulated stories in the text format of the bAbI tasks: one line a sentence, numbered from 1 in every story; a
 * question line goes on with a tab, the answer, a tab and the numbers of the supporting sentences, separated by spaces.
 *
 * <p>Each story depends on the seed and its own number alone, so fewer stories are a beginning of more, and any thread
 * can write any story. Immutable.
 */
public final class StorySimulator {
    /** Text is handed on in pieces of about this many characters. */
    private static final int PIECE = 8192;

    private final SimulationSettings settings;
    private final Narrator narrator;

    /** A simulator with the words of the English lexicon. */
    public StorySimulator(SimulationSettings settings) {
        this(settings, Lexicon.builtIn("english", settings.task().number()));
    }

    /**
     * A simulator with the first names of each class of this lexicon, but for those that the settings skip.
     *
     * @throws org.memn2n.data.DataException if the lexicon has too few names or lacks a class
     */
    public StorySimulator(SimulationSettings settings, Lexicon lexicon) {
        this.settings = settings;
        this.narrator = new Narrator(lexicon, settings.population(), settings.skippedNames());
    }

    /** Appends all stories, holding no more than a few thousand characters at a time. */
    public void write(Appendable out) throws IOException {
        write(0, settings.stories(), out);
    }

    /**
     * Appends some stories, holding no more than a few thousand characters at a time.
     *
     * @param first the number of the first of them, from 0; may lie beyond the settings' number of stories
     * @param count how many
     * @throws IllegalArgumentException if a number is negative, or that of a story would be above 2^63-1
     */
    public void write(long first, long count, Appendable out) throws IOException {
        if (first < 0 || count < 0) {
            throw new IllegalArgumentException(
                    count + " stories from " + first + " on do not exist; stories are numbered from 0");
        }
        if (count > Long.MAX_VALUE - first) {
            throw new IllegalArgumentException(
                    count + " stories from " + first + " on are more than there are numbers for");
        }
        StringBuilder text = new StringBuilder(PIECE + PIECE / 4);
        for (long story = first; story < first + count; story++) {
            tell(story, text, out);
        }
        out.append(text);
    }

    private void tell(long number, StringBuilder text, Appendable out) throws IOException {
        SplitMix random = SplitMix.of(settings.seed(), settings.task().number(), number);
        Story story = settings.task().begin(new Scene(settings.population(), settings.sentences(), random));
        int line = 0;
        int sentences = 0;
        int distractions = settings.distractors();
        for (int question = 1; question <= settings.questions(); question++) {
            int due = settings.sentencesBefore(question);
            while (sentences < due || (due == settings.sentences() && distractions > 0)) {
                line++;
                text.append(line).append(' ');
                int left = settings.sentences() - sentences + distractions;
                if (distractions > 0 && !story.isUnfinished() && random.below(left) < distractions) {
                    distractions--;
                    narrator.tell(Distraction.among(settings.population(), random), random, text);
                } else {
                    narrator.tell(story.next(line, due - sentences), random, text);
                    sentences++;
                }
                text.append('\n');
                handOnFullPiece(text, out);
            }
            line++;
            text.append(line).append(' ');
            ask(story.ask(), random, text);
            handOnFullPiece(text, out);
        }
    }

    private void ask(Question question, SplitMix random, StringBuilder text) {
        narrator.tell(question.asked(), random, text);
        text.append('\t');
        narrator.answer(question, text);
        char separator = '\t';
        for (int line : question.answer().support()) {
            text.append(separator).append(line);
            separator = ' ';
        }
        text.append('\n');
    }

    private static void handOnFullPiece(StringBuilder text, Appendable out) throws IOException {
        if (text.length() >= PIECE) {
            out.append(text);
            text.setLength(0);
        }
    }
}
