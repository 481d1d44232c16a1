package org.memn2n.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.random.RandomStreams;
import org.memn2n.tensor.HostTensor;

/**
 * The tensors of a network on a device: its weights, or one gradient for each of them.
 *
 * <p>Owns its tensors. Several threads may read one {@code Parameters}, each through an {@link Ops} of its own.
 */
public final class Parameters implements AutoCloseable {
    private final ParameterLayout layout;
    private final List<Tensor> tensors;
    private final List<EmbeddingTable> memoryTables = new ArrayList<>();

    private Parameters(ParameterLayout layout, List<Tensor> tensors) {
        this.layout = layout;
        this.tensors = tensors;
        for (ParameterLayout.Memory memory : layout.memories()) {
            memoryTables.add(new EmbeddingTable(tensors.get(memory.words()), find(memory.times())));
        }
    }

    /** Zeros, for gradients. */
    public static Parameters zeros(ParameterLayout layout, Ops ops) {
        return new Parameters(
                layout,
                layout.specs().stream().map(spec -> ops.allocate(spec.shape())).toList());
    }

    /**
     * The values of a checkpoint, on a device.
     *
     * @throws IllegalArgumentException when a tensor is missing, unknown, of another shape, or its null row is not zero
     */
    public static Parameters upload(ParameterLayout layout, Map<String, HostTensor> values, Ops ops) {
        check(layout, values);
        return new Parameters(
                layout,
                layout.specs().stream()
                        .map(spec -> ops.upload(checked(spec, values.get(spec.name()))))
                        .toList());
    }

    /**
     * Checks that values fit a network.
     *
     * @throws IllegalArgumentException when a tensor is missing, unknown, of another shape, or its null row is not zero
     */
    public static void check(ParameterLayout layout, Map<String, HostTensor> values) {
        Set<String> unknown = new TreeSet<>(values.keySet());
        for (ParameterLayout.Spec spec : layout.specs()) {
            checked(spec, values.get(spec.name()));
            unknown.remove(spec.name());
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("tensors that this network does not have: " + unknown);
        }
    }

    private static HostTensor checked(ParameterLayout.Spec spec, @Nullable HostTensor tensor) {
        if (tensor == null || !tensor.shape().equals(spec.shape())) {
            throw new IllegalArgumentException("tensor " + spec.name() + ": expected shape " + spec.shape() + ", found "
                    + (tensor == null ? "no such tensor" : tensor.shape()));
        }
        for (int k = 0; spec.nullRow() && k < spec.shape().extent(1); k++) {
            if (tensor.values()[k] != 0) {
                throw new IllegalArgumentException(
                        "tensor " + spec.name() + ": row 0 is the null word's and must be zero");
            }
        }
        return tensor;
    }

    /**
     * Values to start training from: normal with the options' deviation, null rows zero.
     *
     * @param seed names the random streams, one for each tensor
     */
    public static Map<String, HostTensor> initial(ParameterLayout layout, double deviation, long... seed) {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        for (ParameterLayout.Spec spec : layout.specs()) {
            long[] key = Arrays.copyOf(seed, seed.length + 1);
            key[seed.length] = values.size();
            RandomGenerator random = RandomStreams.of(key);
            HostTensor tensor = HostTensor.zeros(spec.shape());
            for (int i = spec.nullRow() ? spec.shape().extent(1) : 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) (deviation * random.nextGaussian());
            }
            values.put(spec.name(), tensor);
        }
        return values;
    }

    /** The values by name; waits for the device. */
    public Map<String, HostTensor> download(Ops ops) {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            values.put(layout.specs().get(i).name(), ops.download(tensors.get(i)));
        }
        return values;
    }

    /** These weights with their gradients, for {@link Ops#update}. */
    public List<Trained> with(Parameters gradients) {
        List<Trained> trained = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            trained.add(new Trained(
                    tensors.get(i),
                    gradients.tensors.get(i),
                    layout.specs().get(i).nullRow()));
        }
        return List.copyOf(trained);
    }

    /** The tensor of this name. */
    public Tensor tensor(String name) {
        for (int i = 0; i < tensors.size(); i++) {
            if (layout.specs().get(i).name().equals(name)) {
                return tensors.get(i);
            }
        }
        throw new IllegalArgumentException("no tensor " + name);
    }

    List<EmbeddingTable> memoryTables() {
        return memoryTables;
    }

    /** B, or null for a constant query. */
    @Nullable
    Tensor query() {
        return find(layout.query());
    }

    /** W. */
    Tensor answer() {
        return tensors.get(layout.answer());
    }

    /** H, or null. */
    @Nullable
    Tensor map() {
        return find(layout.map());
    }

    private @Nullable Tensor find(int index) {
        return index == ParameterLayout.ABSENT ? null : tensors.get(index);
    }

    @Override
    public void close() {
        tensors.forEach(Tensor::close);
    }
}
