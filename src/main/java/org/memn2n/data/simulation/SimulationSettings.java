package org.memn2n.data.simulation;

import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;

/**
 * What {@link StorySimulator} writes.
 *
 * @param task what is told and asked
 * @param stories the number of stories, 0 or more
 * @param sentences the number of statements in a story, questions and distractions not counted
 * @param questions the number of questions in a story. They are spread evenly over its sentences, at least one before
 *     each and before the first as many as it takes to answer; in tasks that ask at the end they come after all sentences
 * @param population how many people, places and so on there are to tell about
 * @param distractors the number of statements in a story, besides its sentences, that matter to no question
 * @param skippedNames so many names of each class that the lexicon begins with are not used
 * @param seed equal settings with equal seeds give equal text
 */
public record SimulationSettings(
        StoryTask task,
        long stories,
        int sentences,
        int questions,
        Population population,
        int distractors,
        int skippedNames,
        long seed) {
    /** More sentences in one story would leave no room for the line numbers. */
    private static final int MOST_SENTENCES = 500_000_000;

    /**
     * Checks the numbers.
     *
     * @throws SimulationSettingsException if one is outside its range
     */
    public SimulationSettings {
        if (stories < 0) {
            throw new SimulationSettingsException("the number of stories is " + stories + "; it must be 0 or more");
        }
        String forTask = " for task " + task.number();
        int needed = task.fewestSentences();
        check("sentences per story", sentences, needed, MOST_SENTENCES, forTask);
        int mostQuestions = task.isAskedAtEnd() ? MOST_SENTENCES : sentences - needed + 1;
        String why = task.isAskedAtEnd() ? "" : forTask + " with " + sentences + " sentences per story";
        check("questions per story", questions, 1, mostQuestions, why);
        for (Noun noun : Noun.values()) {
            int least = task.leastPopulation().count(noun);
            int most = noun == Noun.DIRECTION ? least : Integer.MAX_VALUE;
            check("things of the class " + noun.title(), population.count(noun), least, most, forTask);
        }
        check("distractors per story", distractors, 0, MOST_SENTENCES, "");
        check("skipped names", skippedNames, 0, MOST_SENTENCES, "");
    }

    /** 1,000 stories as long and as populated as is usual for the task, without distractors, from seed 1. */
    public static SimulationSettings of(StoryTask task) {
        return new SimulationSettings(
                task, 1000, task.usualSentences(), task.usualQuestions(), task.usualPopulation(), 0, 0, 1);
    }

    /** These settings with another number of stories. */
    public SimulationSettings withStories(long newStories) {
        return new SimulationSettings(
                task, newStories, sentences, questions, population, distractors, skippedNames, seed);
    }

    /** These settings with other numbers of sentences and questions in a story. */
    public SimulationSettings withLength(int newSentences, int newQuestions) {
        return new SimulationSettings(
                task, stories, newSentences, newQuestions, population, distractors, skippedNames, seed);
    }

    /** These settings with another number of things of a class. */
    public SimulationSettings with(Noun noun, int count) {
        return new SimulationSettings(
                task, stories, sentences, questions, population.with(noun, count), distractors, skippedNames, seed);
    }

    /** These settings with other numbers of people, places and objects. */
    public SimulationSettings withSizes(int newPeople, int newPlaces, int newObjects) {
        return with(Noun.PERSON, newPeople).with(Noun.PLACE, newPlaces).with(Noun.OBJECT, newObjects);
    }

    /** These settings with another number of distractors in a story. */
    public SimulationSettings withDistractors(int newDistractors) {
        return new SimulationSettings(
                task, stories, sentences, questions, population, newDistractors, skippedNames, seed);
    }

    /** These settings without the first names of each class. */
    public SimulationSettings withSkippedNames(int newSkippedNames) {
        return new SimulationSettings(
                task, stories, sentences, questions, population, distractors, newSkippedNames, seed);
    }

    /** These settings with another seed. */
    public SimulationSettings withSeed(long newSeed) {
        return new SimulationSettings(
                task, stories, sentences, questions, population, distractors, skippedNames, newSeed);
    }

    /** After how many sentences the question of this number, from 1, is asked. The last one ends the story. */
    int sentencesBefore(int question) {
        if (task.isAskedAtEnd()) {
            return sentences;
        }
        long even = ((long) question * sentences + questions - 1) / questions;
        return (int) Math.max(task.fewestSentences() + question - 1L, even);
    }

    private static void check(String what, int value, int least, int most, String why) {
        if (value < least || value > most) {
            throw new SimulationSettingsException("the number of " + what + " is " + value + "; it must be "
                    + (most == Integer.MAX_VALUE ? least + " or more" : "between " + least + " and " + most) + why);
        }
    }
}
