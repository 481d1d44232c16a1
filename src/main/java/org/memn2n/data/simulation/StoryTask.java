package org.memn2n.data.simulation;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.apache.commons.math3.random.RandomGenerator;

/** What the stories are about and what is asked, numbered as in the bAbI tasks. */
public enum StoryTask {
    /** Task 1: people move; asked is where a person is. */
    WHERE_IS_PERSON(1, 1) {
        @Override
        int subjects(World world) {
            return world.people();
        }

        @Override
        Question about(int subject) {
            return new Question.PlaceOfPerson(subject);
        }

        @Override
        Plot plot() {
            return new MovingPlot();
        }
    },

    /** Task 2: people move and carry objects; asked is where an object is. */
    WHERE_IS_OBJECT(2, 2) {
        @Override
        int subjects(World world) {
            return world.objects();
        }

        @Override
        Question about(int subject) {
            return new Question.PlaceOfObject(subject);
        }

        @Override
        Plot plot() {
            return new CarryingPlot();
        }
    };

    private final int number;
    private final int supportingSentences;

    StoryTask(int number, int supportingSentences) {
        this.number = number;
        this.supportingSentences = supportingSentences;
    }

    /**
     * The task of this number.
     *
     * @throws SimulationSettingsException if there is none
     */
    public static StoryTask ofNumber(int number) {
        for (StoryTask task : values()) {
            if (task.number == number) {
                return task;
            }
        }
        throw new SimulationSettingsException("no stories can be simulated for task " + number + "; choose one of "
                + Arrays.stream(values())
                        .map(task -> String.valueOf(task.number))
                        .collect(Collectors.joining(", ")));
    }

    /** The number of the bAbI task with this kind of question. */
    public int number() {
        return number;
    }

    /** How many sentences it takes to answer a question. */
    public int supportingSentences() {
        return supportingSentences;
    }

    /** How many different questions there are in this world. */
    abstract int subjects(World world);

    /** The question about the subject of this number. */
    abstract Question about(int subject);

    /** What happens in the stories. */
    abstract Plot plot();

    /** One of the questions that can be answered in this world, each with the same chance; empty if there is none. */
    OptionalInt answerableSubject(World world, RandomGenerator random) {
        return Choice.among(
                subjects(world), subject -> about(subject).answerIn(world).isPresent(), random);
    }
}
