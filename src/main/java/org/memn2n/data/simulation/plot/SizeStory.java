package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.Verdict;
import org.memn2n.random.SplitMix;

/**
 * Containers in the order of their sizes, each told to be smaller than the next; besides these, other comparisons fill
 * the story, but none of two containers with just one between them. Those are asked for, and two sentences answer.
 */
final class SizeStory implements Story {
    /** From the smallest to the largest. */
    private final int[] containers;

    private final ToldFacts facts;
    private final int[] smaller;
    private final int[] larger;
    private final SplitMix random;

    SizeStory(Scene scene) {
        this.random = scene.random();
        this.containers =
                scene.drawn(Math.min(scene.population().count(Noun.CONTAINER), scene.sentences() + 1), Noun.CONTAINER);
        int neighbours = containers.length - 1;
        this.smaller = new int[scene.sentences()];
        this.larger = new int[scene.sentences()];
        for (int fact = 0; fact < smaller.length; fact++) {
            if (fact < neighbours) {
                smaller[fact] = fact;
                larger[fact] = fact + 1;
            } else {
                compare(fact);
            }
        }
        this.facts = new ToldFacts(smaller.length, random);
    }

    private void compare(int fact) {
        do {
            int one = random.below(containers.length);
            int other = random.otherThan(one, containers.length);
            smaller[fact] = Math.min(one, other);
            larger[fact] = Math.max(one, other);
        } while (larger[fact] - smaller[fact] == 2);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        int fact = facts.next(line, untilQuestion);
        int small = containers[smaller[fact]];
        int large = containers[larger[fact]];
        return random.chance(0.5) ? SentenceKind.FITS.of(small, large) : SentenceKind.IS_BIGGER.of(large, small);
    }

    @Override
    public Question ask() {
        int middle = 1 + random.below(containers.length - 2);
        boolean upwards = random.chance(0.5);
        int first = containers[upwards ? middle - 1 : middle + 1];
        int second = containers[upwards ? middle + 1 : middle - 1];
        boolean fits = random.chance(0.5);
        Clause asked = (fits ? SentenceKind.DOES_FIT : SentenceKind.IS_IT_BIGGER).of(first, second);
        int verdict = upwards == fits ? Verdict.YES : Verdict.NO;
        return new Question(asked, Answer.of(verdict, facts.line(middle - 1), facts.line(middle)));
    }
}
