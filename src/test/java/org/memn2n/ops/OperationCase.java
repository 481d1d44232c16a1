package org.memn2n.ops;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.memn2n.tensor.Shape;

/** An operation with the shapes of its tensors, and which of them its message names when one does not fit. */
final class OperationCase {
    /** What can be wrong with one tensor. */
    enum Fault {
        RANK,
        ROW_MORE,
        ROW_LESS,
        COLUMN_LESS;

        /** Whether there is such a fault of this shape. */
        boolean concerns(Shape shape) {
            return this != COLUMN_LESS || shape.rank() == 2;
        }

        Shape of(Shape shape) {
            int[] extents = shape.extents();
            switch (this) {
                case RANK -> {
                    return extents.length == 2 ? Shape.of(shape.size()) : Shape.of(shape.size(), 1);
                }
                case ROW_MORE -> extents[0]++;
                case ROW_LESS -> extents[0]--;
                case COLUMN_LESS -> extents[1]--;
            }
            return Shape.of(extents);
        }
    }

    /** Calls the operation with tensors by the names of its arguments. */
    interface Call {
        void run(Ops ops, Map<String, Tensor> tensors);
    }

    private final String operation;
    private final Call call;
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, String> blamed = new HashMap<>();
    private final Set<String> accepted = new LinkedHashSet<>();
    private List<Set<String>> widths = List.of();

    OperationCase(String operation, Call call) {
        this.operation = operation;
        this.call = call;
    }

    /** Adds an argument, named as in messages. */
    OperationCase with(String argument, int... extents) {
        shapes.put(argument, Shape.of(extents));
        return this;
    }

    /** Faults of one argument that can only show in another, which is then the one that is named. */
    OperationCase blames(String argument, String other, Fault... faults) {
        for (Fault fault : faults) {
            blamed.put(argument + fault, other);
        }
        return this;
    }

    /** Faults of an argument that are none. */
    OperationCase allows(String argument, Fault... faults) {
        for (Fault fault : faults) {
            accepted.add(argument + fault);
        }
        return this;
    }

    /** Arguments that have the same number of columns: all of them may change it, never some. */
    OperationCase sameWidth(String... arguments) {
        Set<String> group = new LinkedHashSet<>(Arrays.asList(arguments));
        widths = Stream.concat(widths.stream(), Stream.of(group)).toList();
        return this;
    }

    String operation() {
        return operation;
    }

    Map<String, Shape> shapes() {
        return new LinkedHashMap<>(shapes);
    }

    List<Set<String>> widths() {
        return widths;
    }

    boolean accepts(String argument, Fault fault) {
        return accepted.contains(argument + fault);
    }

    String blamed(String argument, Fault fault) {
        return Objects.requireNonNull(blamed.getOrDefault(argument + fault, argument));
    }

    void run(Ops ops, Map<String, Tensor> tensors) {
        call.run(ops, tensors);
    }

    @Override
    public String toString() {
        return operation + shapes;
    }
}
