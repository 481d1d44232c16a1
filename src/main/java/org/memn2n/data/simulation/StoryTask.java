package org.memn2n.data.simulation;

import java.util.function.Function;
import org.memn2n.data.simulation.plot.Plots;
import org.memn2n.data.simulation.plot.Scene;
import org.memn2n.data.simulation.plot.Story;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;

/** What the stories are about and what is asked, numbered and titled as the bAbI tasks are. */
@SuppressWarnings("ImmutableEnumChecker") // the fields are records of numbers and a function without state
public enum StoryTask {
    /** Task 1: where is a person? */
    SINGLE_FACT(
            1,
            "single-supporting-fact",
            Plots::singleFact,
            Length.of(10, 5, 1),
            people(1).places(2)),
    /** Task 2: where is an object? */
    TWO_FACTS(
            2,
            "two-supporting-facts",
            Plots::twoFacts,
            Length.of(22, 5, 2),
            people(1).places(2).objects(1)),
    /** Task 3: where was an object before? */
    THREE_FACTS(
            3,
            "three-supporting-facts",
            Plots::threeFacts,
            Length.of(74, 5, 3),
            people(1).places(2).objects(1)),
    /** Task 4: what is next to a place? */
    TWO_ARGUMENTS(4, "two-arg-relations", Plots::twoArguments, Length.atEnd(2, 1, 1), nobody().places(2)),
    /** Task 5: who gave what to whom? */
    THREE_ARGUMENTS(
            5,
            "three-arg-relations",
            Plots::threeArguments,
            Length.of(25, 5, 4),
            people(2).places(2).objects(1)),
    /** Task 6: is a person in a place? */
    YES_NO(
            6,
            "yes-no-questions",
            Plots::yesNo,
            Length.of(10, 5, 1),
            people(1).places(2).objects(0)),
    /** Task 7: how many objects does a person carry? */
    COUNTING(
            7,
            "counting",
            Plots::counting,
            Length.of(13, 5, 2),
            people(1).places(2).objects(1)),
    /** Task 8: which objects does a person carry? */
    LISTS(
            8,
            "lists-sets",
            Plots::lists,
            Length.of(13, 5, 2),
            people(1).places(2).objects(1)),
    /** Task 9: is a person in a place, where it may have been denied? */
    NEGATION(
            9,
            "simple-negation",
            Plots::negation,
            Length.of(10, 5, 1),
            people(1).places(2)),
    /** Task 10: is a person in a place, where he or she may be in one of two? */
    INDEFINITE(
            10,
            "indefinite-knowledge",
            Plots::indefinite,
            Length.of(10, 5, 1),
            people(1).places(2)),
    /** Task 11: where is a person who is told of by a pronoun? */
    COREFERENCE(
            11,
            "basic-coreference",
            Plots::coreference,
            Length.of(10, 5, 2),
            people(1).places(2)),
    /** Task 12: where is a person who goes with another? */
    CONJUNCTION(
            12,
            "conjunction",
            Plots::conjunction,
            Length.of(10, 5, 1),
            people(2).places(3)),
    /** Task 13: where is a person who goes with another, told of by a pronoun? */
    COMPOUND_COREFERENCE(
            13,
            "compound-coreference",
            Plots::compoundCoreference,
            Length.of(10, 5, 2),
            people(2).places(3)),
    /** Task 14: where was a person before, told out of order? */
    TIME(
            14,
            "time-reasoning",
            Plots::time,
            Length.of(12, 5, 2),
            people(1).places(3).and(Noun.TIME, 4, 2)),
    /** Task 15: what does an animal fear, all of its kind doing so? */
    DEDUCTION(
            15,
            "basic-deduction",
            Plots::deduction,
            Length.atEnd(8, 4, 2),
            people(1).and(Noun.ANIMAL, 4, 2)),
    /** Task 16: which colour has an animal, another of its kind having it? */
    INDUCTION(
            16,
            "basic-induction",
            Plots::induction,
            Length.atEnd(9, 1, 3),
            people(2).and(Noun.PERSON, 5, 2).and(Noun.ANIMAL, 4, 1).and(Noun.COLOUR, 4, 1)),
    /** Task 17: how does a figure lie to another? */
    POSITIONS(17, "positional-reasoning", Plots::positions, Length.atEnd(2, 8, 2), nobody().and(Noun.FIGURE, 6, 3)),
    /** Task 18: which container fits in which? */
    SIZES(18, "size-reasoning", Plots::sizes, Length.atEnd(6, 5, 2), nobody().and(Noun.CONTAINER, 6, 3)),
    /** Task 19: how does one get from a place to another? */
    PATHS(19, "path-finding", Plots::paths, Length.atEnd(5, 1, 2), nobody().places(3)),
    /** Task 20: where will a person go, and why did he or she? */
    MOTIVATIONS(
            20,
            "agents-motivations",
            Plots::motivations,
            Length.of(12, 12, 1),
            people(1).and(Noun.MOTIVE, 4, 1));

    private final int number;
    private final String title;
    private final Function<Scene, Story> plot;
    private final Length length;
    private final Cast cast;

    StoryTask(int number, String title, Function<Scene, Story> plot, Length length, Cast cast) {
        this.number = number;
        this.title = title;
        this.plot = plot;
        this.length = length;
        this.cast = cast;
    }

    /**
     * How long a story is, as a rule much as in the bAbI tasks.
     *
     * @param sentences the usual number of statements
     * @param questions the usual number of questions
     * @param fewest so many statements are needed before the first question
     * @param isAskedAtEnd whether all questions come after all statements
     */
    private record Length(int sentences, int questions, int fewest, boolean isAskedAtEnd) {
        static Length of(int sentences, int questions, int fewest) {
            return new Length(sentences, questions, fewest, false);
        }

        static Length atEnd(int sentences, int questions, int fewest) {
            return new Length(sentences, questions, fewest, true);
        }
    }

    /** How many of each class there are as a rule, as in the bAbI tasks, and how many there must be. */
    private record Cast(Population usual, Population least) {
        Cast and(Noun noun, int count, int fewest) {
            return new Cast(usual.with(noun, count), least.with(noun, fewest));
        }

        Cast places(int fewest) {
            return and(Noun.PLACE, 6, fewest);
        }

        Cast objects(int fewest) {
            return and(Noun.OBJECT, 3, fewest);
        }
    }

    private static Cast nobody() {
        return new Cast(Population.NONE, Population.NONE);
    }

    private static Cast people(int fewest) {
        return nobody().and(Noun.PERSON, 4, fewest);
    }

    /**
     * The task of this number.
     *
     * @throws SimulationSettingsException if there is none
     */
    public static StoryTask ofNumber(int number) {
        if (number < 1 || number > values().length) {
            throw new SimulationSettingsException(
                    "no stories can be simulated for task " + number + "; choose one of 1 to " + values().length);
        }
        return values()[number - 1];
    }

    /** The number of the bAbI task with this kind of question. */
    public int number() {
        return number;
    }

    /** The title of the task in names of files, such as {@code single-supporting-fact}. */
    public String title() {
        return title;
    }

    /** The usual number of statements in a story. */
    public int usualSentences() {
        return length.sentences();
    }

    /** The usual number of questions in a story. */
    public int usualQuestions() {
        return length.questions();
    }

    /** How many statements are needed before the first question. */
    public int fewestSentences() {
        return length.fewest();
    }

    /** Whether all questions come after all statements. */
    public boolean isAskedAtEnd() {
        return length.isAskedAtEnd();
    }

    /** How many things of each class there are as a rule. */
    public Population usualPopulation() {
        return cast.usual();
    }

    /** How many things of each class there must be. */
    public Population leastPopulation() {
        return cast.least();
    }

    /** A new story. */
    Story begin(Scene scene) {
        return plot.apply(scene);
    }
}
