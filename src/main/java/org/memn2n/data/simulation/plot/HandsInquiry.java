package org.memn2n.data.simulation.plot;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.World;
import org.memn2n.random.SplitMix;

/**
 * How many objects, or which, does somebody carry? Asked of people whose hands have been told of. For each object held
 * the sentence answers by which it came into these hands; for empty hands the sentence by which they became so.
 */
final class HandsInquiry implements Inquiry {
    /** The chance that somebody with empty hands is asked for; otherwise it is somebody who holds so many objects, if any. */
    private static final double EMPTY_COUNTED = 0.85;

    private static final double EMPTY_LISTED = 0.35;
    private static final int MANY = 2;

    private final boolean counts;
    /** The line of the last event of each person's hands. */
    private final int[] handsLine;

    private boolean anyHands;

    HandsInquiry(boolean counts, int people) {
        this.counts = counts;
        this.handsLine = new int[people];
    }

    @Override
    public int steps() {
        return 2;
    }

    @Override
    public boolean canAsk(World world, SplitMix random) {
        return anyHands;
    }

    @Override
    public Clause approach(World world, SplitMix random) {
        return Events.takeOrComeNear(world, random);
    }

    @Override
    public void happened(Clause event, int line, World world) {
        if (event.kind() == SentenceKind.MOVE) {
            return;
        }
        anyHands = true;
        handsLine[event.first()] = line;
        if (event.kind() == SentenceKind.GIVE) {
            handsLine[event.third()] = line;
        }
    }

    @Override
    public Question ask(World world, SplitMix random) {
        int person = holderOf(random.chance(counts ? EMPTY_COUNTED : EMPTY_LISTED) ? 0 : MANY, world, random);
        int held = world.heldBy(person);
        List<Integer> things = new ArrayList<>(held);
        List<Integer> support = new ArrayList<>(held);
        for (int i = 0; i < held; i++) {
            int object = world.objectHeldBy(person, i);
            things.add(object);
            support.add(world.handlingLine(object));
        }
        if (held == 0) {
            support.add(handsLine[person]);
        }
        return counts
                ? new Question(SentenceKind.HOW_MANY.of(person), new Answer(List.of(held), support))
                : new Question(SentenceKind.WHAT_IS_CARRIED.of(person), new Answer(things, support));
    }

    /** Somebody who holds so many objects, or as near below as there is, whose hands have been told of. */
    private int holderOf(int wanted, World world, SplitMix random) {
        for (int number = wanted; number >= 0; number--) {
            int least = number;
            int person = Choice.among(
                    world.people(),
                    candidate ->
                            handsLine[candidate] != World.UNTOLD && Math.min(world.heldBy(candidate), MANY) == least,
                    random);
            if (person != Choice.NONE) {
                return person;
            }
        }
        return Choice.among(world.people(), candidate -> handsLine[candidate] != World.UNTOLD, random);
    }
}
