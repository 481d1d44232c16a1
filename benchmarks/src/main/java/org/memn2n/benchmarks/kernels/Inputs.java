package org.memn2n.benchmarks.kernels;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.memn2n.benchmarks.work.SyntheticData;
import org.memn2n.ops.Batch;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.KeyValueMemory;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Storage;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.TopSlots;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/**
 * The tensors of one operation on a device. The same calls give the same values on every device, so results can be
 * compared; what an operation must write is not a number before.
 */
final class Inputs implements AutoCloseable {
    private static final int FIRST_STREAM = 1000;
    private static final int WORDS_STREAM = 900;

    private final Ops ops;
    private final Sizes sizes;
    private final Batch batch;
    private final List<Tensor> owned = new ArrayList<>();
    private final List<KeyValueMemory> memories = new ArrayList<>();
    private final List<Tally> tallies = new ArrayList<>();
    private final List<Tensor> results = new ArrayList<>();
    private float[] found = {};
    private int stream = FIRST_STREAM;

    /** Tensors made through {@code ops}, on sentences of {@code batch}. */
    Inputs(Ops ops, Sizes sizes, Batch batch) {
        this.ops = ops;
        this.sizes = sizes;
        this.batch = batch;
    }

    /** Stories that all have as many slots, and sentences that all have as many words. */
    static StoryBatch stories(Sizes sizes) {
        int slots = sizes.allSlots();
        int[] slotOffsets = new int[sizes.stories() + 1];
        Arrays.setAll(slotOffsets, b -> b * sizes.slots());
        int[] times = new int[slots];
        Arrays.setAll(times, i -> i % sizes.slots());
        int[] targets = new int[sizes.stories()];
        Arrays.setAll(targets, b -> 1 + b % (sizes.words() - 1));
        WordLists memories = sentences(sizes, slots, WORDS_STREAM);
        return new StoryBatch(
                new WordLists(memories.words(), memories.offsets(), times),
                slotOffsets,
                sentences(sizes, sizes.stories(), WORDS_STREAM + 1),
                targets);
    }

    private static WordLists sentences(Sizes sizes, int count, int stream) {
        int[] words = new int[count * sizes.sentenceWords()];
        Arrays.setAll(words, i -> 1 + (int) (SyntheticData.uniform(stream, i) * (sizes.words() - 1)));
        int[] offsets = new int[count + 1];
        Arrays.setAll(offsets, s -> s * sizes.sentenceWords());
        return WordLists.timeless(words, offsets);
    }

    Ops ops() {
        return ops;
    }

    Sizes sizes() {
        return sizes;
    }

    Batch batch() {
        return batch;
    }

    /** Values between -1 and 1. */
    Tensor input(int... extents) {
        return input(1, extents);
    }

    /** Values between {@code -scale} and {@code scale}. */
    Tensor input(double scale, int... extents) {
        return own(ops.upload(values(scale, extents)));
    }

    private HostTensor values(double scale, int... extents) {
        HostTensor tensor = HostTensor.zeros(Shape.of(extents));
        float[] values = tensor.values();
        int own = stream++;
        IntStream.range(0, values.length)
                .parallel()
                .forEach(i -> values[i] = (float) (scale * (2 * SyntheticData.uniform(own, i) - 1)));
        return tensor;
    }

    /** What an operation writes; NaN before. */
    Tensor written(int... extents) {
        Tensor tensor = own(ops.allocate(Shape.of(extents)));
        ops.fill(tensor, Float.NaN);
        results.add(tensor);
        return tensor;
    }

    /** What an operation adds to or changes in place. */
    Tensor changed(int... extents) {
        Tensor tensor = input(extents);
        results.add(tensor);
        return tensor;
    }

    /** What an operation needs and leaves undefined. */
    Tensor scratch(int... extents) {
        return own(ops.allocate(Shape.of(extents)));
    }

    /** A table of words with one of times. */
    EmbeddingTable table() {
        return new EmbeddingTable(input(sizes.words(), sizes.dimension()), input(sizes.slots(), sizes.dimension()));
    }

    /** A shared memory with as many slots as all stories have together. */
    KeyValueMemory memory(Storage storage) {
        KeyValueMemory memory = ops.newKeyValueMemory(sizes.allSlots(), sizes.dimension(), storage);
        memories.add(memory);
        HostTensor keys = values(1, sizes.allSlots(), sizes.dimension());
        ops.store(memory, 0, keys, values(1, sizes.allSlots(), sizes.dimension()));
        return memory;
    }

    /** An empty tally. */
    Tally tally() {
        Tally tally = ops.newTally();
        tallies.add(tally);
        return tally;
    }

    private Tensor own(Tensor tensor) {
        owned.add(tensor);
        return tensor;
    }

    /** Keeps what an operation gave back to its caller: the scores, which no near tie of two slots can change by much. */
    void found(TopSlots slots) {
        found = slots.scores();
    }

    /** The values of all that was written or changed, and last what was given back. */
    List<float[]> results() {
        Stream<float[]> tensors =
                results.stream().map(tensor -> ops.download(tensor).values());
        return Stream.concat(tensors, Stream.of(found).filter(given -> given.length > 0))
                .toList();
    }

    @Override
    public void close() {
        owned.forEach(Tensor::close);
        tallies.forEach(Tally::close);
        memories.forEach(KeyValueMemory::close);
    }
}
