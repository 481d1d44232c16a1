package org.memn2n.benchmarks.work;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.memn2n.ops.Storage;

/** All pieces of work by name: the networks of {@link Shapes} and the shared memories. */
public final class Works {
    private static final int SLOTS = 100_000;
    private static final int DIMENSION = 128;

    private static final List<KeyValueWork> MEMORIES = Stream.of(Storage.values())
            .flatMap(storage -> Stream.of(256, 16, 1).map(queries -> memory(queries, storage)))
            .toList();

    private Works() {}

    private static KeyValueWork memory(int queries, Storage storage) {
        String name = "KV" + (queries == 256 ? "" : queries) + (storage == Storage.BFLOAT16 ? "-bf16" : "");
        return new KeyValueWork(name, SLOTS, DIMENSION, queries, storage);
    }

    /** The names of all of them. */
    public static String names() {
        return Stream.concat(
                        Shapes.all().stream().map(WorkShape::name),
                        MEMORIES.stream().map(Work::name))
                .collect(Collectors.joining(", "));
    }

    /**
     * The work of this name.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static Work named(String name) {
        for (KeyValueWork memory : MEMORIES) {
            if (memory.name().equals(name)) {
                return memory;
            }
        }
        for (WorkShape shape : Shapes.all()) {
            if (shape.name().equals(name)) {
                return NetworkWork.of(shape);
            }
        }
        throw new IllegalArgumentException("no shape '" + name + "'; there are: " + names());
    }
}
