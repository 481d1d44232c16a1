package org.memn2n.data.simulation.plot;

import org.memn2n.data.simulation.world.Noun;

/** The stories of each task. */
public final class Plots {
    /** Where objects matter, most of those who can handle one do. */
    private static final double HANDLING = 0.6;

    /** Where objects are counted it takes more of that to have people with none and with two as soon as those with one. */
    private static final double COUNTED_HANDLING = 0.8;

    private static final double GIVING = 0.5;

    private Plots() {}

    /** Task 1: people move; where is a person? */
    public static Story singleFact(Scene scene) {
        return new CarryingStory(scene, new PersonInquiry(false), 0, 0);
    }

    /** Task 2: people carry objects; where is an object? */
    public static Story twoFacts(Scene scene) {
        return new CarryingStory(scene, new ObjectInquiry(), HANDLING, 0);
    }

    /** Task 3: people carry objects; where was an object before? */
    public static Story threeFacts(Scene scene) {
        return new CarryingStory(scene, new FormerPlaceInquiry(), HANDLING / 2, 0);
    }

    /** Task 4: places next to each other; which is there? */
    public static Story twoArguments(Scene scene) {
        return new NeighbourStory(scene, Noun.PLACE, NeighbourStory.Asking.WHAT_IS_THERE);
    }

    /** Task 5: people hand on objects; who gave what to whom? */
    public static Story threeArguments(Scene scene) {
        return new CarryingStory(scene, new GivingInquiry(), HANDLING, GIVING);
    }

    /** Task 6: people move and carry objects; is a person in a place? */
    public static Story yesNo(Scene scene) {
        return new CarryingStory(scene, new PersonInquiry(true), HANDLING / 2, 0);
    }

    /** Task 7: people carry objects; how many? */
    public static Story counting(Scene scene) {
        return new CarryingStory(scene, new HandsInquiry(true, scene.people()), COUNTED_HANDLING, GIVING / 2);
    }

    /** Task 8: people carry objects; which? */
    public static Story lists(Scene scene) {
        return new CarryingStory(scene, new HandsInquiry(false, scene.people()), HANDLING, 0);
    }

    /** Task 9: told is, too, where people are not; is a person in a place? */
    public static Story negation(Scene scene) {
        return new WhereaboutsStory(scene, true);
    }

    /** Task 10: told is, too, where people may be; is a person in a place? */
    public static Story indefinite(Scene scene) {
        return new WhereaboutsStory(scene, false);
    }

    /** Task 11: every other sentence has a pronoun; where is a person? */
    public static Story coreference(Scene scene) {
        return new PairStory(scene, false, true);
    }

    /** Task 12: people move in twos; where is a person? */
    public static Story conjunction(Scene scene) {
        return new PairStory(scene, true, false);
    }

    /** Task 13: people move in twos, every other sentence has a pronoun; where is a person? */
    public static Story compoundCoreference(Scene scene) {
        return new PairStory(scene, true, true);
    }

    /** Task 14: told is who went where when; where was a person before? */
    public static Story time(Scene scene) {
        return new TimetableStory(scene);
    }

    /** Task 15: kinds of animals fear each other; what does one of them fear? */
    public static Story deduction(Scene scene) {
        return new FearStory(scene);
    }

    /** Task 16: animals have colours; which has one whose colour was not told? */
    public static Story induction(Scene scene) {
        return new ColourStory(scene);
    }

    /** Task 17: figures next to each other; how do two lie that are not? */
    public static Story positions(Scene scene) {
        return new NeighbourStory(scene, Noun.FIGURE, NeighbourStory.Asking.HOW_DO_THEY_LIE);
    }

    /** Task 18: containers of all sizes; which fits in which? */
    public static Story sizes(Scene scene) {
        return new SizeStory(scene);
    }

    /** Task 19: places next to each other; what is the way? */
    public static Story paths(Scene scene) {
        return new NeighbourStory(scene, Noun.PLACE, NeighbourStory.Asking.WHICH_WAY);
    }

    /** Task 20: people have motives; where will they go, and why did they? */
    public static Story motivations(Scene scene) {
        return new MotiveStory(scene);
    }
}
