package org.memn2n.ops;

import org.memn2n.tensor.Shape;

/** The checks that every operation makes before a backend sees its arguments. */
final class Checks {
    private Checks() {}

    /** Refuses a tensor that has not exactly the given extents. */
    static void shape(String operation, String argument, Tensor tensor, int... extents) {
        Shape expected = Shape.of(extents);
        if (!tensor.shape().equals(expected)) {
            throw new ShapeException(
                    operation + ": " + argument + " has shape " + tensor.shape() + ", expected " + expected);
        }
    }

    /** Refuses a tensor that is not a matrix; gives its number of columns. */
    static int columns(String operation, String argument, Tensor tensor) {
        if (tensor.shape().rank() != 2) {
            throw new ShapeException(
                    operation + ": " + argument + " has shape " + tensor.shape() + ", expected a matrix");
        }
        return tensor.shape().extent(1);
    }

    /** Refuses a tensor whose shape is not that of another argument. */
    static void like(String operation, String argument, Tensor tensor, Tensor other) {
        shape(operation, argument, tensor, other.shape().extents());
    }

    /** Refuses a tensor that is not [B, d], a row a story; gives d. */
    static int stories(String operation, String argument, Tensor tensor, Batch batch) {
        int d = columns(operation, argument, tensor);
        shape(operation, argument, tensor, batch.stories(), d);
        return d;
    }

    /** Refuses a tensor that is not [S, d], a row a memory slot. */
    static void slots(String operation, String argument, Tensor tensor, Batch batch, int d) {
        shape(operation, argument, tensor, batch.memories().count(), d);
    }

    /** Refuses a tensor that is not [S], a number a memory slot. */
    static void slots(String operation, String argument, Tensor tensor, Batch batch) {
        shape(operation, argument, tensor, batch.memories().count());
    }

    /** Refuses a table that has not d columns, or fewer rows than will be looked up in it. */
    static void table(String operation, String argument, Tensor table, int d, int limit) {
        columns(operation, argument, table);
        shape(operation, argument, table, table.shape().extent(0), d);
        covers(operation, argument, table, limit);
    }

    /** Refuses what is not [n, d]; gives n. */
    static int rows(String operation, String argument, Shape found, int d) {
        if (found.rank() != 2 || found.extent(1) != d) {
            throw new ShapeException(
                    operation + ": " + argument + " has shape " + found + ", expected rows of " + d + " components");
        }
        return found.extent(0);
    }

    /** Refuses a memory with slots that nothing was stored in. */
    static void complete(String operation, KeyValueMemory memory) {
        if (memory.firstEmptySlot() < memory.slots()) {
            throw new IllegalStateException(operation + ": slot " + memory.firstEmptySlot() + " of " + memory.slots()
                    + " is empty; store all slots before the memory is read");
        }
    }

    /** Refuses a number of things that differs from another. */
    static void same(String operation, String what, int found, int expected) {
        if (found != expected) {
            throw new ShapeException(operation + ": found " + found + " " + what + ", expected " + expected);
        }
    }

    /** Refuses a table that is too short for the indices that will be looked up in it. */
    static void covers(String operation, String argument, Tensor table, int limit) {
        if (table.shape().extent(0) < limit) {
            throw new ShapeException(operation + ": " + argument + " has "
                    + table.shape().extent(0) + " rows, but index " + (limit - 1) + " is looked up in it");
        }
    }

    /** Refuses indices below the least that means anything; those above are left to {@link #covers}. */
    static void atLeast(String operation, String what, int[] indices, int least) {
        int lowest = least;
        for (int index : indices) {
            lowest = Math.min(lowest, index); // without a branch, so that the loop is compiled to vector instructions
        }
        if (lowest < least) {
            int i = 0;
            while (indices[i] >= least) {
                i++;
            }
            throw new ShapeException(
                    operation + ": " + what + " " + i + " is " + indices[i] + ", expected " + least + " or more");
        }
    }

    /** Refuses a number below the least that means anything. */
    static void atLeast(String operation, String what, int value, int least) {
        if (value < least) {
            throw new ShapeException(operation + ": " + what + " is " + value + ", expected " + least + " or more");
        }
    }

    /** Refuses a number outside 0..limit. */
    static void within(String operation, String what, long value, long limit) {
        if (value < 0 || value > limit) {
            throw new ShapeException(operation + ": " + what + " is " + value + ", expected 0 to " + limit);
        }
    }
}
