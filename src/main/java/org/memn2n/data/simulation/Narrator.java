package org.memn2n.data.simulation;

import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;

/** Puts events, questions and answers into the words of a {@link Lexicon}. */
public final class Narrator {
    private final Lexicon lexicon;

    /** A narrator with these words. */
    public Narrator(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    /**
     * Appends a sentence such as "Emma walked to the kitchen." to the text.
     *
     * @param random draws one of the verb phrases that mean the same
     * @throws IndexOutOfBoundsException if the lexicon lacks a word for a number of the event
     */
    public void tell(Event event, RandomGenerator random, StringBuilder text) {
        text.append(lexicon.people().get(event.person())).append(' ');
        if (event instanceof Event.Move move) {
            finish(lexicon.moving(), lexicon.places().get(move.place()), random, text);
        } else if (event instanceof Event.Take take) {
            finish(lexicon.taking(), lexicon.objects().get(take.object()), random, text);
        } else {
            finish(lexicon.dropping(), lexicon.objects().get(((Event.Drop) event).object()), random, text);
        }
    }

    /**
     * Appends a sentence such as "Where is the lamp?" to the text.
     *
     * @throws IndexOutOfBoundsException if the lexicon lacks a word for a number of the question
     */
    public void ask(Question question, StringBuilder text) {
        text.append("Where is ");
        if (question instanceof Question.PlaceOfPerson asked) {
            text.append(lexicon.people().get(asked.person()));
        } else {
            text.append("the ").append(lexicon.objects().get(((Question.PlaceOfObject) question).object()));
        }
        text.append('?');
    }

    /**
     * Appends the answer, one word such as "kitchen", to the text.
     *
     * @throws IndexOutOfBoundsException if the lexicon lacks a word for the place
     */
    public void answer(Answer answer, StringBuilder text) {
        text.append(lexicon.places().get(answer.place()));
    }

    private static void finish(List<String> verbs, String noun, RandomGenerator random, StringBuilder text) {
        text.append(verbs.get(random.nextInt(verbs.size())))
                .append(" the ")
                .append(noun)
                .append('.');
    }
}
