package org.memn2n.data.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.memn2n.data.simulation.language.Lexicon;

/** Simulated text as a string. */
final class Texts {
    private Texts() {}

    static String of(SimulationSettings settings) {
        return of(settings, Lexicon.builtIn("english", settings.task().number()));
    }

    static String of(SimulationSettings settings, Lexicon lexicon) {
        StringBuilder text = new StringBuilder();
        try {
            new StorySimulator(settings, lexicon).write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
