package org.memn2n.data.simulation;

/**
 * What {@link StorySimulator} writes.
 *
 * @param task what is told and asked
 * @param stories the number of stories, 0 or more
 * @param sentences the number of statements in a story, questions not counted
 * @param questions the number of questions in a story, spread evenly over its sentences; at least one sentence
 *     comes before each, and before the first as many as it takes to answer
 * @param people the number of people, at least 1
 * @param places the number of places, at least 2
 * @param objects the number of objects; at least 1 for {@link StoryTask#WHERE_IS_OBJECT}
 * @param seed equal settings with equal seeds give equal text
 */
public record SimulationSettings(
        StoryTask task, long stories, int sentences, int questions, int people, int places, int objects, long seed) {
    /** More sentences in one story would leave no room for the line numbers. */
    private static final int MOST_SENTENCES = 1_000_000_000;

    /**
     * Checks the numbers.
     *
     * @throws SimulationSettingsException if one is outside its range
     */
    public SimulationSettings {
        if (stories < 0) {
            throw new SimulationSettingsException("the number of stories is " + stories + "; it must be 0 or more");
        }
        int needed = task.supportingSentences();
        check("sentences per story", sentences, needed, MOST_SENTENCES, " for task " + task.number());
        check(
                "questions per story",
                questions,
                1,
                sentences - needed + 1,
                " for task " + task.number() + " with " + sentences + " sentences per story");
        check("people", people, 1, Integer.MAX_VALUE, "");
        check("places", places, 2, Integer.MAX_VALUE, ", for people to have somewhere to go");
        int fewestObjects = task == StoryTask.WHERE_IS_OBJECT ? 1 : 0;
        check("objects", objects, fewestObjects, Integer.MAX_VALUE, " for task " + task.number());
    }

    /** 1,000 stories of 10 sentences and 5 questions with 4 people, 6 places and 3 objects, from seed 1. */
    public static SimulationSettings of(StoryTask task) {
        return new SimulationSettings(task, 1000, 10, 5, 4, 6, 3, 1);
    }

    /** These settings with another number of stories. */
    public SimulationSettings withStories(long newStories) {
        return new SimulationSettings(task, newStories, sentences, questions, people, places, objects, seed);
    }

    /** These settings with other numbers of sentences and questions in a story. */
    public SimulationSettings withLength(int newSentences, int newQuestions) {
        return new SimulationSettings(task, stories, newSentences, newQuestions, people, places, objects, seed);
    }

    /** These settings with other numbers of people, places and objects. */
    public SimulationSettings withSizes(int newPeople, int newPlaces, int newObjects) {
        return new SimulationSettings(task, stories, sentences, questions, newPeople, newPlaces, newObjects, seed);
    }

    /** These settings with another seed. */
    public SimulationSettings withSeed(long newSeed) {
        return new SimulationSettings(task, stories, sentences, questions, people, places, objects, newSeed);
    }

    /** After how many sentences the question of this number, from 1, is asked. The last one ends the story. */
    int sentencesBefore(int question) {
        int tooEarly = task.supportingSentences() - 1;
        long spread = (long) question * (sentences - tooEarly);
        return tooEarly + (int) ((spread + questions - 1) / questions);
    }

    private static void check(String what, int value, int least, int most, String why) {
        if (value < least || value > most) {
            throw new SimulationSettingsException("the number of " + what + " is " + value + "; it must be "
                    + (most == Integer.MAX_VALUE ? least + " or more" : "between " + least + " and " + most) + why);
        }
    }
}
