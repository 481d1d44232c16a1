package org.memn2n.benchmarks.kernels;

import java.util.List;
import java.util.stream.Stream;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tensor;

/** A large shared memory of S slots, read by many queries, where arithmetic binds, and by few, where reading it does. */
final class MemoryCases {
    private static final int MANY = 256;
    private static final int FEW = 16;

    /** Slots found for each query. */
    private static final int TOP = 5;

    private MemoryCases() {}

    static List<KernelCase> of(Sizes sizes) {
        return Stream.of(Storage.values())
                .flatMap(storage -> Stream.concat(
                        Stream.of(MANY, FEW, 1).map(queries -> attend(sizes, queries, storage)),
                        Stream.of(FEW, 1).map(queries -> topSlots(sizes, queries, storage))))
                .toList();
    }

    private static KernelCase attend(Sizes sizes, int queries, Storage storage) {
        int slots = sizes.allSlots();
        int d = sizes.dimension();
        double asked = 2.0 * queries * d + queries;
        double memory = 2.0 * slots * d * storage.bytes() / KernelCase.WORD;
        double operations = 4.0 * queries * slots * d;
        return KernelCase.of("attend", sizes, asked + memory, operations, inputs -> {
                    KeyValueMemory keysAndValues = inputs.memory(storage);
                    Tensor states = inputs.input(0.3, queries, d);
                    Tensor result = inputs.written(queries, d);
                    Tensor logSums = inputs.written(queries);
                    return () -> inputs.ops().attend(keysAndValues, states, result, logSums);
                })
                .with("N " + slots + ", d " + d + ", Q " + queries + ", " + storage);
    }

    /** It gives its result back to the caller, who may read it: what is compared is a copy of the scores. */
    private static KernelCase topSlots(Sizes sizes, int queries, Storage storage) {
        int slots = sizes.allSlots();
        int d = sizes.dimension();
        int count = Math.min(TOP, slots);
        double keys = (double) slots * d * storage.bytes() / KernelCase.WORD;
        double asked = (double) queries * d;
        return KernelCase.of("topSlots", sizes, keys + asked, 2.0 * queries * slots * d, inputs -> {
                    KeyValueMemory keysAndValues = inputs.memory(storage);
                    Tensor states = inputs.input(0.3, queries, d);
                    return () -> inputs.found(inputs.ops().topSlots(keysAndValues, states, count));
                })
                .with("N " + slots + ", d " + d + ", Q " + queries + ", " + storage + ", " + count + " slots each");
    }
}
