package org.memn2n.data.simulation.plot;

import java.util.Arrays;
import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

/**
 * Who went where when, told in any order. Where was a person before he or she was, the last time, in a place? Two
 * sentences answer: that of the visit, and that of the latest visit told before it. When all has been told, it is told again.
 */
final class TimetableStory implements Story {
    private static final int UNTOLD = -1;

    private final int people;
    private final int places;
    private final int times;
    /** By person, then time. */
    private final int[] place;

    private final int[] line;
    private final int[] toldTimes;
    private int untold;
    private int askable;
    private final SplitMix random;

    TimetableStory(Scene scene) {
        this.random = scene.random();
        this.people = scene.people();
        this.places = scene.places();
        this.times = scene.population().count(Noun.TIME);
        this.place = new int[people * times];
        Arrays.fill(place, UNTOLD);
        this.line = new int[place.length];
        this.toldTimes = new int[people];
        this.untold = place.length;
    }

    @Override
    public Clause next(int newLine, int untilQuestion) {
        int person = person(untilQuestion);
        int time = person == Choice.NONE ? random.below(times) : freeTime(person);
        if (person == Choice.NONE) {
            person = random.below(people);
        } else {
            place[person * times + time] = newPlace(person, time);
            untold--;
            toldTimes[person]++;
            askable += toldTimes[person] == 2 ? 1 : 0;
        }
        int visit = person * times + time;
        line[visit] = newLine;
        return SentenceKind.MOVE_AT.of(person, place[visit], time);
    }

    /** Somebody of whom not everything has been told, or none. */
    private int person(int untilQuestion) {
        if (untold == 0) {
            return Choice.NONE;
        }
        if (untilQuestion == 1 && askable == 0) {
            return Choice.among(people, candidate -> toldTimes[candidate] == 1, random);
        }
        return Choice.among(people, candidate -> toldTimes[candidate] < times, random);
    }

    private int freeTime(int person) {
        return Choice.among(times, time -> place[person * times + time] == UNTOLD, random);
    }

    /** A place other than those of the visits told before and after this time. */
    private int newPlace(int person, int time) {
        int before = told(person, time, -1);
        int after = told(person, time, 1);
        int drawn;
        do {
            drawn = random.below(places);
        } while ((before != Choice.NONE && drawn == place[before]) || (after != Choice.NONE && drawn == place[after]));
        return drawn;
    }

    /** The next visit told of the person from this time on backwards (-1) or forwards (1), or none. */
    private int told(int person, int time, int step) {
        for (int other = time + step; other >= 0 && other < times; other += step) {
            if (place[person * times + other] != UNTOLD) {
                return person * times + other;
            }
        }
        return Choice.NONE;
    }

    @Override
    public Question ask() {
        int person = Choice.among(people, candidate -> toldTimes[candidate] >= 2, random);
        int time = Choice.among(times, candidate -> isAskable(person, candidate), random);
        int visit = person * times + time;
        int before = told(person, time, -1);
        return new Question(
                SentenceKind.WHERE_WAS_PERSON.of(person, place[visit]),
                Answer.of(place[before], line[visit], line[before]));
    }

    /** Whether a visit was told of this time, one before it, and none later to the same place. */
    private boolean isAskable(int person, int time) {
        int visit = person * times + time;
        if (place[visit] == UNTOLD || told(person, time, -1) == Choice.NONE) {
            return false;
        }
        for (int later = time + 1; later < times; later++) {
            if (place[person * times + later] == place[visit]) {
                return false;
            }
        }
        return true;
    }
}
