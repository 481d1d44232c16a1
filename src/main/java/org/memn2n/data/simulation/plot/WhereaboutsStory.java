package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.Verdict;
import org.memn2n.random.SplitMix;

/**
 * People go about, and not every move is told; now and then a sentence says where somebody is, is not, or may be.
 * Is this person in that place? The last sentence about the person answers, and nothing older does.
 */
final class WhereaboutsStory implements Story {
    private final boolean negations;
    private final int places;
    private final int[] place;
    /** The last sentence about each person, null before the first, and its line. */
    private final Clause[] told;

    private final int[] line;
    private final SplitMix random;

    /**
     * A story about people somewhere.
     *
     * @param negations whether sentences say where somebody is not, rather than where he or she may be
     */
    WhereaboutsStory(Scene scene, boolean negations) {
        this.random = scene.random();
        this.negations = negations;
        this.places = scene.places();
        this.place = new int[scene.people()];
        for (int person = 0; person < place.length; person++) {
            place[person] = random.below(places);
        }
        this.told = new Clause[place.length];
        this.line = new int[place.length];
    }

    @Override
    public Clause next(int newLine, int untilQuestion) {
        int person = random.below(place.length);
        Clause clause = random.chance(0.6) ? certain(person) : negations ? negative(person) : indefinite(person);
        told[person] = clause;
        line[person] = newLine;
        return clause;
    }

    private Clause certain(int person) {
        int former = place[person];
        place[person] = random.otherThan(former, places);
        return (random.chance(0.7) ? SentenceKind.MOVE : SentenceKind.IS_IN).of(person, place[person]);
    }

    private Clause negative(int person) {
        if (random.chance(0.5)) {
            return SentenceKind.IS_NOT_IN.of(person, random.otherThan(place[person], places));
        }
        int former = place[person];
        place[person] = random.otherThan(former, places);
        return SentenceKind.IS_NO_LONGER_IN.of(person, former);
    }

    private Clause indefinite(int person) {
        int other = random.otherThan(place[person], places);
        return random.chance(0.5)
                ? SentenceKind.IS_IN_EITHER.of(person, place[person], other)
                : SentenceKind.IS_IN_EITHER.of(person, other, place[person]);
    }

    @Override
    public Question ask() {
        int wanted = random.below(negations ? 2 : 3);
        int person = Choice.among(place.length, candidate -> allows(told[candidate], wanted), random);
        int verdict = person == Choice.NONE ? Verdict.NO : wanted;
        if (person == Choice.NONE) {
            person = Choice.among(place.length, candidate -> allows(told[candidate], Verdict.NO), random);
        }
        if (person == Choice.NONE) {
            // With two places the only sentence so far may say that somebody is in either.
            verdict = Verdict.MAYBE;
            person = Choice.among(place.length, candidate -> allows(told[candidate], Verdict.MAYBE), random);
        }
        return new Question(
                SentenceKind.IS_PERSON_IN.of(person, asked(told[person], verdict)), Answer.of(verdict, line[person]));
    }

    /** Whether a question about the person of this sentence can have this answer. */
    private boolean allows(Clause sentence, int verdict) {
        if (sentence == null) {
            return false;
        }
        return switch (sentence.kind()) {
            case IS_NOT_IN, IS_NO_LONGER_IN -> verdict == Verdict.NO;
            case IS_IN_EITHER -> verdict == Verdict.MAYBE || (verdict == Verdict.NO && places > 2);
            default -> verdict != Verdict.MAYBE;
        };
    }

    /** A place about which the answer is this, given that the sentence allows it. */
    private int asked(Clause sentence, int verdict) {
        int named = sentence.second();
        return switch (sentence.kind()) {
            case IS_NOT_IN, IS_NO_LONGER_IN -> named;
            case IS_IN_EITHER ->
                verdict == Verdict.MAYBE
                        ? (random.chance(0.5) ? named : sentence.third())
                        : otherThanBoth(named, sentence.third());
            default -> verdict == Verdict.YES ? named : random.otherThan(named, places);
        };
    }

    private int otherThanBoth(int first, int second) {
        int other;
        do {
            other = random.below(places);
        } while (other == first || other == second);
        return other;
    }
}
