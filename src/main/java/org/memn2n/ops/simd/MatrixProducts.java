package org.memn2n.ops.simd;

import org.jspecify.annotations.Nullable;

/**
 * The matrix products of the answer layer and of the map between hops. Each is a walk over panels of right-hand columns
 * that stay in the first cache while rows from the left pass by.
 */
final class MatrixProducts {
    /** How many k a panel holds at most: with the columns of AVX2, half of a first cache. */
    private static final int DEPTH = 256;

    /** Columns that are packed together: with {@link #DEPTH} rows a quarter of a megabyte, half of a second cache. */
    private static final int WIDTH = 256;

    /** Products in a part, at least: enough that what every part packs for itself does not count. */
    private static final int GRAIN = 1 << 19;

    /** As {@link #GRAIN}, where each part packs what no other does. */
    private static final int SMALL_GRAIN = 1 << 15;

    /** Rows of a transposed product come in cache lines. */
    private static final int UNIT = 16;

    private final Team team;
    private final Panels panels;
    private final Deep deep;
    private final Transposed transposed;

    /** For each worker the panels it works with. */
    private final float[][] panelsOf;

    /** For each worker the tile it works on. */
    private final float[][] tileOf;

    MatrixProducts(Team team) {
        this.team = team;
        panelsOf = new float[team.workers()][0];
        tileOf = new float[team.workers()][Tile.SIZE];
        panels = new Panels();
        deep = new Deep();
        transposed = new Transposed();
    }

    /** A worker that never works has none: where many networks train at once, most never do. */
    private float[] panels(int worker) {
        panelsOf[worker] = FoldedTables.atLeast(panelsOf[worker], DEPTH * WIDTH);
        return panelsOf[worker];
    }

    /**
     * {@code c = a b^T}.
     *
     * @param a [m, k] read
     * @param b [n or more, k] read
     * @param rows for each of n the row of b; null for itself
     * @param c [m, n] written
     */
    void nt(SimdTensor a, SimdTensor b, int @Nullable [] rows, SimdTensor c) {
        panels.multiply(a, b, rows, c, true);
    }

    /**
     * {@code c = a b}.
     *
     * @param a [m, k] read
     * @param b [k or more, n] read
     * @param rows for each of k the row of b; null for itself
     * @param c [m, n] written
     */
    void nn(SimdTensor a, SimdTensor b, int @Nullable [] rows, SimdTensor c) {
        if (a.columns() >= 4 * DEPTH) {
            deep.multiply(a, b, rows, c);
        } else {
            panels.multiply(a, b, rows, c, false);
        }
    }

    /**
     * {@code c += a^T b}.
     *
     * @param a [k, m] read
     * @param b [k, n] read
     * @param c [m, n] with rows as long as those of b, added to
     */
    void tnAdd(SimdTensor a, SimdTensor b, float[] c) {
        transposed.multiply(a, b, c);
    }

    /**
     * The rows {@code first .. end} of {@link #tnAdd} alone, by one worker, added to c from {@code c0} on.
     *
     * @param a [k, m] rows of {@code aStride} floats
     * @param b [k, n] rows of {@code stride} floats, as those of c
     */
    void tnAdd(
            float[] a,
            int aStride,
            float[] b,
            int stride,
            int k,
            int n,
            int first,
            int end,
            float[] c,
            int c0,
            int worker) {
        transposed.multiply(a, aStride, b, stride, k, n, first, end, c, c0, worker);
    }

    /** Products with few k. Parts: runs of panels, each packed by who multiplies it. */
    private final class Panels implements Parts {
        private float[] left = {};
        private float[] right = {};
        private int @Nullable [] rightRows;
        private float[] result = {};
        private int leftStride;
        private int rightStride;
        private int resultStride;
        private int m;
        private int n;
        private int depth;
        private boolean byRows;
        private int parts;

        void multiply(SimdTensor a, SimdTensor b, int @Nullable [] rows, SimdTensor c, boolean ofRows) {
            left = a.values();
            right = b.values();
            rightRows = rows;
            result = c.values();
            leftStride = a.stride();
            rightStride = b.stride();
            resultStride = c.stride();
            m = c.rows();
            n = c.columns();
            depth = a.columns();
            byRows = ofRows;
            if (m > 0) {
                parts = Split.parts(panelCount(), (long) m * n * depth, SMALL_GRAIN);
                team.run(parts, this);
            }
        }

        private int panelCount() {
            return (n + Tile.COLUMNS - 1) / Tile.COLUMNS;
        }

        @Override
        public void run(int part, int worker) {
            float[] panels = panels(worker);
            int end = Math.min(n, Split.first(panelCount(), part + 1, parts) * Tile.COLUMNS);
            for (int first = Split.first(panelCount(), part, parts) * Tile.COLUMNS; first < end; first += WIDTH) {
                int columns = Math.min(WIDTH, end - first);
                int from = 0;
                do {
                    int count = Math.min(DEPTH, depth - from);
                    if (byRows) {
                        Panel.ofRows(right, rightStride, rightRows, from, count, first, columns, panels);
                    } else {
                        Panel.ofColumns(right, rightStride, rightRows, from, count, first, columns, panels, 0);
                    }
                    Tile.multiply(
                            left,
                            from,
                            leftStride,
                            m,
                            count,
                            panels,
                            0,
                            columns,
                            result,
                            first,
                            resultStride,
                            from > 0,
                            tileOf[worker]);
                    from += DEPTH;
                } while (from < depth);
            }
        }
    }

    /** Products with many k. Parts: runs of k, each with a sum of its own; then all sums together, row by row. */
    private final class Deep implements Parts {
        private static final int MOST = 16;

        private final Sums sums = new Sums();
        private float[] left = {};
        private float[] right = {};
        private int @Nullable [] rightRows;
        private float[] partial = {};
        private float[] result = {};
        private int leftStride;
        private int stride;
        private int m;
        private int n;
        private int depth;
        private int parts;

        void multiply(SimdTensor a, SimdTensor b, int @Nullable [] rows, SimdTensor c) {
            left = a.values();
            right = b.values();
            rightRows = rows;
            result = c.values();
            leftStride = a.stride();
            stride = c.stride();
            m = c.rows();
            n = c.columns();
            depth = a.columns();
            parts = Math.min(MOST, depth / DEPTH);
            int size = m * stride;
            if (partial.length < parts * size) {
                partial = new float[parts * size];
            }
            if (size > 0) {
                team.run(parts, this);
                sums.parts = Split.parts(m, (long) parts * size);
                team.run(sums.parts, sums);
            }
        }

        @Override
        public void run(int part, int worker) {
            float[] panels = panels(worker);
            int start = Split.first(depth, part, parts);
            int end = Split.first(depth, part + 1, parts);
            for (int from = start; from < end; from += DEPTH) {
                int count = Math.min(DEPTH, end - from);
                for (int first = 0; first < n; first += WIDTH) {
                    int columns = Math.min(WIDTH, n - first);
                    Panel.ofColumns(right, stride, rightRows, from, count, first, columns, panels, 0);
                    int c0 = part * m * stride + first;
                    Tile.multiply(
                            left,
                            from,
                            leftStride,
                            m,
                            count,
                            panels,
                            0,
                            columns,
                            partial,
                            c0,
                            stride,
                            from > start,
                            tileOf[worker]);
                }
            }
        }

        private final class Sums implements Parts {
            private int parts;

            @Override
            public void run(int part, int worker) {
                int first = Split.first(m, part, parts) * stride;
                int count = Split.first(m, part + 1, parts) * stride - first;
                System.arraycopy(partial, first, result, first, count);
                for (int i = 1; i < Deep.this.parts; i++) {
                    Rows.add(partial, i * m * stride + first, result, first, count);
                }
            }
        }
    }

    /** Products of a transposed left side. Parts: runs of the result's rows. */
    private final class Transposed implements Parts {
        private final float[][] strips = new float[team.workers()][0];
        private float[] left = {};
        private float[] right = {};
        private float[] result = {};
        private int leftStride;
        private int stride;
        private int m;
        private int n;
        private int depth;
        private int parts;

        void multiply(SimdTensor a, SimdTensor b, float[] c) {
            left = a.values();
            right = b.values();
            result = c;
            leftStride = a.stride();
            stride = b.stride();
            m = a.columns();
            n = b.columns();
            depth = a.rows();
            parts = Split.parts(unitCount(), (long) m * n * depth, GRAIN);
            if (n > 0) {
                team.run(parts, this);
            }
        }

        @Override
        public void run(int part, int worker) {
            int first = Split.first(unitCount(), part, parts) * UNIT;
            int end = Math.min(m, Split.first(unitCount(), part + 1, parts) * UNIT);
            multiply(left, leftStride, right, stride, depth, n, first, end, result, first * stride, worker);
        }

        void multiply(
                float[] a,
                int aStride,
                float[] b,
                int bStride,
                int k,
                int columns,
                int start,
                int end,
                float[] c,
                int c0,
                int worker) {
            float[] panels = panels(worker);
            float[] strip = strips(worker, end - start);
            for (int from = 0; from < k; from += DEPTH) {
                int count = Math.min(DEPTH, k - from);
                Panel.strips(a, aStride, from, count, start, end - start, strip);
                for (int first = 0; first < columns; first += WIDTH) {
                    int width = Math.min(WIDTH, columns - first);
                    Panel.ofColumns(b, bStride, null, from, count, first, width, panels, 0);
                    StripTile.multiply(
                            strip, end - start, count, panels, width, c, c0 + first, bStride, tileOf[worker]);
                }
            }
        }

        private int unitCount() {
            return (m + UNIT - 1) / UNIT;
        }

        private float[] strips(int worker, int rows) {
            int size = (rows + StripTile.ROWS) * DEPTH;
            if (strips[worker].length < size) {
                strips[worker] = new float[size];
            }
            return strips[worker];
        }
    }
}
