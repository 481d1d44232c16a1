package org.memn2n.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.memn2n.data.Answers;
import org.memn2n.data.BabiReader;
import org.memn2n.data.Example;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.StorySimulator;
import org.memn2n.data.simulation.StoryTask;

/** Examples for training, as they come from a file. */
public final class Stories {
    private Stories() {}

    /** Five questions a story about where people are; 10 sentences, 4 people, 6 places. */
    public static List<Example> simulated(int stories, long seed) {
        return simulated(SimulationSettings.of(StoryTask.SINGLE_FACT)
                .withStories(stories)
                .withSeed(seed));
    }

    /** The questions of these stories. */
    public static List<Example> simulated(SimulationSettings settings) {
        StringBuilder text = new StringBuilder();
        try {
            new StorySimulator(settings).write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(text.toString());
    }

    /** The questions of a text in the format of the bAbI tasks; one may lack its answer. */
    public static List<Example> read(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return BabiReader.read(new ByteArrayInputStream(bytes), "stories.txt", 1, Answers.OPTIONAL);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
