package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/**
 * People go about alone or in twos, and the next sentence may only refer to them. Where is a person? Answered by the
 * sentence of the last move and, if that only refers to the person, the one before it, which names him or her.
 */
final class PairStory implements Story {
    private final boolean together;
    private final boolean onward;
    private final int places;
    private final int[] place;
    private final int[] namedLine;
    private final int[] onwardLine;
    private final SplitMix random;
    private Clause last;
    private boolean unfinished;

    /**
     * A story about people somewhere.
     *
     * @param together whether two people go together
     * @param onward whether each move is followed by one whose sentence refers back
     */
    PairStory(Scene scene, boolean together, boolean onward) {
        this.random = scene.random();
        this.together = together;
        this.onward = onward;
        this.places = scene.places();
        this.place = new int[scene.people()];
        for (int person = 0; person < place.length; person++) {
            place[person] = random.below(places);
        }
        this.namedLine = new int[place.length];
        this.onwardLine = new int[place.length];
        this.last = SentenceKind.MOVE.of(0, 0);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        if (unfinished) {
            unfinished = false;
            int first = last.first();
            int goal = elsewhere(first, first);
            last = together
                    ? SentenceKind.MOVE_ON_TOGETHER.of(first, last.second(), goal)
                    : SentenceKind.MOVE_ON.of(first, goal);
            move(goal, onwardLine, line);
            return last;
        }
        int first = random.below(place.length);
        int second = together ? random.otherThan(first, place.length) : first;
        int goal = elsewhere(first, second);
        last = together ? SentenceKind.MOVE_TOGETHER.of(first, second, goal) : SentenceKind.MOVE.of(first, goal);
        move(goal, namedLine, line);
        // There must be room for the sentence that refers back.
        unfinished = onward && untilQuestion > 1;
        return last;
    }

    private void move(int goal, int[] lines, int line) {
        int second = together ? last.second() : last.first();
        for (int person : new int[] {last.first(), second}) {
            place[person] = goal;
            onwardLine[person] = World.UNTOLD;
            lines[person] = line;
        }
    }

    private int elsewhere(int first, int second) {
        int goal;
        do {
            goal = random.below(places);
        } while (goal == place[first] || goal == place[second]);
        return goal;
    }

    @Override
    public boolean isUnfinished() {
        return unfinished;
    }

    @Override
    public Question ask() {
        int[] telling = onward ? onwardLine : namedLine;
        int referred = Choice.among(place.length, candidate -> telling[candidate] != World.UNTOLD, random);
        int person = referred != Choice.NONE
                ? referred
                : Choice.among(place.length, candidate -> namedLine[candidate] != World.UNTOLD, random);
        int named = namedLine[person];
        int back = onwardLine[person];
        return new Question(
                SentenceKind.WHERE_IS_PERSON.of(person),
                back == World.UNTOLD ? Answer.of(place[person], named) : Answer.of(place[person], named, back));
    }
}
