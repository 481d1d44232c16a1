package org.memn2n.benchmarks.work;

import java.util.List;
import java.util.stream.Collectors;

/** The shapes of {@code peers/SPEC.md} by name. */
public final class Shapes {
    private static final List<WorkShape> ALL = List.of(
            WorkShape.questions("S", 180, 50, 7, 20, 3, 32),
            WorkShape.questions("M", 180, 50, 11, 50, 3, 32),
            WorkShape.questions("L", 180, 320, 11, 128, 3, 128),
            WorkShape.language("LM", 10_000, 100, 150, 6, 128),
            new WorkShape("tiny", WorkShape.Kind.QUESTIONS, 13, 5, 4, 2, 8, 3, 3),
            WorkShape.language("tinylm", 17, 6, 6, 2, 4));

    private Shapes() {}

    /** All of them. */
    public static List<WorkShape> all() {
        return ALL;
    }

    /**
     * The shape of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static WorkShape named(String name) {
        return ALL.stream()
                .filter(shape -> shape.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no shape '" + name + "'; there are: "
                        + ALL.stream().map(WorkShape::name).collect(Collectors.joining(", "))));
    }
}
