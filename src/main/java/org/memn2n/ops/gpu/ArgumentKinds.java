package org.memn2n.ops.gpu;

/** The kinds of the arguments that were added for a launch, in the letters of the catalogue. */
public final class ArgumentKinds {
    private final StringBuilder kinds = new StringBuilder();

    /** Forgets them, for the next launch. */
    public void clear() {
        kinds.setLength(0);
    }

    /** Adds one; gives its number, from 0. */
    public int add(char kind) {
        kinds.append(kind);
        return kinds.length() - 1;
    }

    /** How many there are. */
    public int count() {
        return kinds.length();
    }

    /** Throws unless they are those that the kernel takes. */
    public void check(GpuKernel kernel) {
        if (!kernel.parameters().contentEquals(kinds)) {
            throw new IllegalStateException("kernel " + kernel.entry() + " takes arguments of kinds "
                    + kernel.parameters() + ", found " + kinds);
        }
    }
}
