package org.memn2n.ops.gpu;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory of a queue's batches. Batches of like size lie in the same few pieces of memory in turn, and their
 * arrays at the same offsets: so the launches of a step have the same arguments as those of the step before, and
 * a batch is sent while the one before it is worked on.
 *
 * <p>Sizes are like when they differ by less than a factor of four or so. When an array does not fit, all get a
 * quarter more than they ever needed, and some move; so this ends soon.
 */
final class BatchMemory implements AutoCloseable {
    /** Pieces of memory that take turns: one is worked on, one is filled. */
    private static final int TURNS = 2;

    /** Pieces that are kept when several batches were open at once. */
    private static final int MOST = 4;

    private final GpuQueue queue;
    private final Map<Integer, LikeBatches> sizes = new HashMap<>();
    private boolean closed;

    BatchMemory(GpuQueue queue) {
        this.queue = queue;
    }

    /** A place for sections of so many integers each. */
    Place take(int[] lengths) {
        int bits = Integer.SIZE
                - Integer.numberOfLeadingZeros(BatchLayout.of(lengths).bytes());
        return sizes.computeIfAbsent(bits / 2, size -> new LikeBatches(lengths.length))
                .take(lengths);
    }

    @Override
    public void close() {
        closed = true;
        sizes.values().forEach(LikeBatches::close);
        sizes.clear();
    }

    /** Batches of like size. */
    private final class LikeBatches {
        private final int[] longest;
        private final int[] capacities;
        private final Deque<GpuInput> free = new ArrayDeque<>();
        private BatchLayout layout;
        private int made;

        LikeBatches(int sections) {
            this.longest = new int[sections];
            this.capacities = new int[sections];
            this.layout = BatchLayout.of(capacities);
        }

        Place take(int[] lengths) {
            boolean fits = true;
            for (int i = 0; i < lengths.length; i++) {
                longest[i] = Math.max(longest[i], lengths[i]);
                fits &= lengths[i] <= capacities[i];
            }
            return fits ? new Place(layout, input(), this) : enlarged();
        }

        /** As it was when there is no room: those that fitted before shall fit again. */
        private Place enlarged() {
            int[] before = capacities.clone();
            BatchLayout layoutBefore = layout;
            try {
                for (int i = 0; i < longest.length; i++) {
                    capacities[i] = Math.addExact(longest[i], longest[i] / 4);
                }
                layout = BatchLayout.of(capacities);
                return new Place(layout, input(), this);
            } catch (RuntimeException e) {
                layout = layoutBefore;
                for (int i = 0; i < longest.length; i++) {
                    capacities[i] = before[i];
                    longest[i] = Math.min(longest[i], before[i]);
                }
                throw e;
            }
        }

        /** The piece that was given back longest ago, unless the turns are not complete yet. */
        private GpuInput input() {
            while (made >= TURNS && !free.isEmpty()) {
                GpuInput oldest = free.removeFirst();
                if (oldest.buffer().bytes() >= layout.bytes()) {
                    return oldest;
                }
                oldest.close();
                made--;
            }
            GpuInput input = queue.input(Integer.highestOneBit(layout.bytes()) * 2L);
            made++;
            return input;
        }

        void giveBack(GpuInput input) {
            if (closed || made > MOST) {
                input.close();
                made--;
            } else {
                input.release();
                free.addLast(input);
            }
        }

        void close() {
            free.forEach(GpuInput::close);
            free.clear();
        }
    }

    /** Memory for one batch until it is given back. */
    static final class Place implements AutoCloseable {
        private final BatchLayout layout;
        private final GpuInput input;
        private final LikeBatches owner;
        private boolean closed;

        Place(BatchLayout layout, GpuInput input, LikeBatches owner) {
            this.layout = layout;
            this.input = input;
            this.owner = owner;
        }

        BatchLayout layout() {
            return layout;
        }

        GpuInput input() {
            return input;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                owner.giveBack(input);
            }
        }
    }
}
