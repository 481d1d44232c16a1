package org.memn2n.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.memn2n.data.simulation.SimulationSettings;
import org.memn2n.data.simulation.world.Noun;
import picocli.CommandLine.Option;

/** How many things of each class simulated stories tell about. What is not given is as is usual for the task. */
final class PopulationOptions {
    @Option(names = "--people", paramLabel = "N", description = "number of people")
    private @Nullable Integer people;

    @Option(names = "--places", paramLabel = "N", description = "number of places")
    private @Nullable Integer places;

    @Option(names = "--objects", paramLabel = "N", description = "number of objects")
    private @Nullable Integer objects;

    @Option(names = "--animals", paramLabel = "N", description = "number of kinds of animals")
    private @Nullable Integer animals;

    @Option(names = "--colours", paramLabel = "N", description = "number of colours")
    private @Nullable Integer colours;

    @Option(names = "--figures", paramLabel = "N", description = "number of figures that lie next to each other")
    private @Nullable Integer figures;

    @Option(names = "--containers", paramLabel = "N", description = "number of containers")
    private @Nullable Integer containers;

    @Option(names = "--motives", paramLabel = "N", description = "number of motives")
    private @Nullable Integer motives;

    @Option(names = "--times", paramLabel = "N", description = "number of times of the day")
    private @Nullable Integer times;

    /** These settings with the numbers given, as far as their task is about such things. */
    SimulationSettings in(SimulationSettings settings) {
        Map<Noun, @Nullable Integer> given = new LinkedHashMap<>();
        given.put(Noun.PERSON, people);
        given.put(Noun.PLACE, places);
        given.put(Noun.OBJECT, objects);
        given.put(Noun.ANIMAL, animals);
        given.put(Noun.COLOUR, colours);
        given.put(Noun.FIGURE, figures);
        given.put(Noun.CONTAINER, containers);
        given.put(Noun.MOTIVE, motives);
        given.put(Noun.TIME, times);
        SimulationSettings changed = settings;
        for (Map.Entry<Noun, @Nullable Integer> entry : given.entrySet()) {
            Integer count = entry.getValue();
            if (count != null && settings.population().count(entry.getKey()) > 0) {
                changed = changed.with(entry.getKey(), count);
            }
        }
        return changed;
    }
}
