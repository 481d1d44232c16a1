package org.memn2n.data.simulation.plot;

import java.util.List;
import org.memn2n.data.simulation.plot.Neighbours.Walk;
import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Direction;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.data.simulation.world.Verdict;
import org.memn2n.random.SplitMix;

/** Places or figures next to each other on a grid, told in a random order. */
final class NeighbourStory implements Story {
    private final SentenceKind telling;
    private final Asking asking;
    private final int[] things;
    private final Neighbours neighbours;
    private final ToldFacts facts;
    private final SplitMix random;

    /** What is asked about such a world. */
    enum Asking {
        /** What is next to a place? The sentence that says so answers. */
        WHAT_IS_THERE {
            @Override
            Question ask(NeighbourStory story) {
                return story.whatIsThere();
            }
        },
        /** How does a figure lie to another, two steps away? The sentences of both steps answer. */
        HOW_DO_THEY_LIE {
            @Override
            Question ask(NeighbourStory story) {
                return story.howDoTheyLie();
            }
        },
        /** How does one get to a place two steps away? The sentences of both steps answer. */
        WHICH_WAY {
            @Override
            Question ask(NeighbourStory story) {
                return story.whichWay();
            }
        };

        abstract Question ask(NeighbourStory story);
    }

    NeighbourStory(Scene scene, Noun noun, Asking asking) {
        this.random = scene.random();
        this.telling = noun == Noun.PLACE ? SentenceKind.PLACE_LIES : SentenceKind.FIGURE_LIES;
        this.asking = asking;
        this.things = scene.drawn(Math.min(scene.population().count(noun), scene.sentences() + 1), noun);
        this.neighbours = new Neighbours(things.length, random);
        this.facts = new ToldFacts(neighbours.steps(), random);
    }

    @Override
    public Clause next(int line, int untilQuestion) {
        int step = facts.next(line, untilQuestion);
        int from = things[neighbours.from(step)];
        int to = things[neighbours.to(step)];
        int way = neighbours.way(step);
        return random.chance(0.5) ? telling.of(to, way, from) : telling.of(from, Direction.opposite(way), to);
    }

    @Override
    public Question ask() {
        return asking.ask(this);
    }

    private Question whatIsThere() {
        int step = random.below(neighbours.steps());
        boolean forwards = random.chance(0.5);
        int near = things[forwards ? neighbours.from(step) : neighbours.to(step)];
        int far = things[forwards ? neighbours.to(step) : neighbours.from(step)];
        int way = forwards ? neighbours.way(step) : Direction.opposite(neighbours.way(step));
        Clause asked = random.chance(0.5)
                ? SentenceKind.WHAT_LIES.of(way, near)
                : SentenceKind.OF_WHAT_LIES.of(near, Direction.opposite(way));
        return new Question(asked, Answer.of(far, facts.line(step)));
    }

    private Question howDoTheyLie() {
        Walk walk = neighbours.walkOfTwo(random);
        int east = neighbours.eastOf(walk.from(), walk.to());
        int north = neighbours.northOf(walk.from(), walk.to());
        boolean yes = random.chance(0.5);
        int way = Choice.among(Direction.COUNT, candidate -> Direction.leadsTo(candidate, east, north) == yes, random);
        return new Question(
                SentenceKind.DOES_FIGURE_LIE.of(things[walk.from()], way, things[walk.to()]),
                Answer.of(yes ? Verdict.YES : Verdict.NO, facts.line(walk.firstStep()), facts.line(walk.secondStep())));
    }

    private Question whichWay() {
        Walk walk = neighbours.walkOfTwo(random);
        return new Question(
                SentenceKind.HOW_TO_GO.of(things[walk.from()], things[walk.to()]),
                new Answer(
                        List.of(walk.firstWay(), walk.secondWay()),
                        List.of(facts.line(walk.firstStep()), facts.line(walk.secondStep()))));
    }
}
