package org.memn2n.testkit;

import java.util.Arrays;
import java.util.List;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.TopSlots;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/**
 * Queries to a large memory, made from a seed.
 *
 * @param slots N
 * @param queries Q
 * @param dimension d
 * @param storage how the memory stores them
 */
public record AttendCase(int slots, int queries, int dimension, Storage storage) {
    private static final int PIECE = 1000;

    /** What {@link Ops#attend} writes, result and logSums, where few scores are far from 0 but some are. */
    public List<double[]> attend(Ops ops, long seed) {
        RandomInputs inputs = new RandomInputs(seed);
        HostTensor keys = inputs.tensor(slots, dimension);
        HostTensor values = inputs.tensor(slots, dimension);
        HostTensor asked = inputs.scaled(0.5 / Math.sqrt(dimension), queries, dimension);
        try (KeyValueMemory memory = memory(ops, keys, values, storage)) {
            return attend(ops, memory, asked);
        }
    }

    /** Result and logSums of these queries. */
    public static List<double[]> attend(Ops ops, KeyValueMemory memory, HostTensor queries) {
        try (Tensor asked = ops.upload(queries);
                Tensor result = ops.allocate(queries.shape());
                Tensor logSums = ops.allocate(Shape.of(queries.shape().extent(0)))) {
            // What was there must not matter.
            ops.fill(result, Float.NaN);
            ops.fill(logSums, Float.NaN);
            ops.attend(memory, asked, result, logSums);
            return List.of(
                    Close.doubles(ops.download(result).values()),
                    Close.doubles(ops.download(logSums).values()));
        }
    }

    /** What {@link Ops#topSlots} finds, scores and slots; numbers are whole, so scores are exact and many are equal. */
    public List<double[]> topSlots(Ops ops, int count, long seed) {
        RandomInputs inputs = new RandomInputs(seed);
        HostTensor keys = whole(inputs, slots);
        try (KeyValueMemory memory = memory(ops, keys, keys, storage);
                Tensor asked = ops.upload(whole(inputs, queries))) {
            TopSlots top = ops.topSlots(memory, asked, count);
            return List.of(
                    Close.doubles(top.scores()),
                    Arrays.stream(top.slots()).asDoubleStream().toArray());
        }
    }

    private HostTensor whole(RandomInputs inputs, int rows) {
        HostTensor tensor = HostTensor.zeros(Shape.of(rows, dimension));
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = inputs.number(7) - 3;
        }
        return tensor;
    }

    /** A memory that is filled in pieces, the last one first. */
    public static KeyValueMemory memory(Ops ops, HostTensor keys, HostTensor values, Storage storage) {
        int slots = keys.shape().extent(0);
        KeyValueMemory memory = ops.newKeyValueMemory(slots, keys.shape().extent(1), storage);
        for (int first = (slots - 1) / PIECE * PIECE; first >= 0 && slots > 0; first -= PIECE) {
            int count = Math.min(PIECE, slots - first);
            ops.store(memory, first, rows(keys, first, count), rows(values, first, count));
        }
        return memory;
    }

    private static HostTensor rows(HostTensor of, int first, int count) {
        int d = of.shape().extent(1);
        return new HostTensor(Shape.of(count, d), Arrays.copyOfRange(of.values(), first * d, (first + count) * d));
    }
}
