package org.memn2n.ops.simd;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.memn2n.ops.EmbeddingTable;

/**
 * The tables of a pass as the factors of matrix products with a block of stories: states times every row, and sums of
 * weighted rows. When position weights slope, each word has two rows, one as it is and one with its components times
 * their numbers; else one.
 */
final class WordTables implements Parts {
    /** Rows of a table, and components of a state, that are multiplied at a time. */
    private static final int DEPTH = 256;

    /** Stories of a block, at most. */
    static final int BLOCK = 16;

    private final Team team;
    private final TableArrays tables = new TableArrays();

    /** For each table its rows in panels, piece after piece: those of words, and those of times. */
    private float[][] wordPanels = {};

    private float[][] timePanels = {};

    private final Scratch[] scratch;

    private int words;
    private int times;
    private int columns;
    private int stride;
    private int rowsOfWord = 1;
    private float[] components = {};

    /** What a worker needs for a block. */
    static final class Scratch {
        private final float[] tile = new float[Tile.SIZE];
        private float[] panels = {};
        private float[] timePanels = {};
        private float[] byWord = {};
        private float[] byTime = {};
        private int pitch;
        private int timePitch;

        /** [V, pitch]: for each word its products with the block's states, one for each of its rows, side by side. */
        float[] byWord() {
            return byWord;
        }

        int pitch() {
            return pitch;
        }

        /** [N, timePitch]; empty when the table has no times. */
        float[] byTime(boolean timed) {
            return timed ? byTime : NONE;
        }

        int timePitch() {
            return timePitch;
        }
    }

    private static final float[] NONE = {};

    WordTables(Team team) {
        this.team = team;
        scratch = new Scratch[team.workers()];
        for (int worker = 0; worker < scratch.length; worker++) {
            scratch[worker] = new Scratch();
        }
    }

    /**
     * Gets ready for a pass.
     *
     * @param wordRows how many rows of the word tables are used, and {@code timeRows} of the time tables
     * @param rows how many each word has: 2 when position weights slope, else 1
     * @param numbers 1, 2, ... for each component
     */
    void prepare(List<EmbeddingTable> newTables, int wordRows, int timeRows, int rows, float[] numbers) {
        tables.set(newTables);
        SimdTensor first = SimdTensor.of(newTables.get(0).words());
        columns = first.columns();
        stride = first.stride();
        words = wordRows;
        times = timeRows;
        rowsOfWord = rows;
        components = numbers;
        if (wordPanels.length != tables.count()) {
            wordPanels = new float[tables.count()][0];
            timePanels = new float[tables.count()][0];
        }
        team.run(tables.count(), this);
    }

    /** Packs a table. */
    @Override
    public void run(int table, int worker) {
        int width = panelWidth(columns);
        float[] panels = FoldedTables.atLeast(wordPanels[table], words * rowsOfWord * width);
        wordPanels[table] = panels;
        int step = DEPTH / rowsOfWord;
        for (int from = 0; from < words; from += step) {
            int count = Math.min(step, words - from);
            if (rowsOfWord == 1) {
                Panel.ofColumns(tables.words(table), stride, null, from, count, 0, columns, panels, from * width);
            } else {
                packNumbered(tables.words(table), from, count, panels, 2 * from * width);
            }
        }
        if (tables.isTimed(table)) {
            timePanels[table] = FoldedTables.atLeast(timePanels[table], times * width);
            for (int from = 0; from < times; from += DEPTH) {
                int count = Math.min(DEPTH, times - from);
                float[] rows = tables.times(table);
                Panel.ofColumns(rows, stride, null, from, count, 0, columns, timePanels[table], from * width);
            }
        }
    }

    /** As {@link Panel#ofColumns}, each row followed by itself with its components numbered. */
    private void packNumbered(float[] rows, int from, int count, float[] panels, int p0) {
        for (int k = 0; k < stride; k += Lanes.COUNT) {
            FloatVector numbers = FloatVector.fromArray(Lanes.SPECIES, components, k);
            int to = p0 + k / Tile.COLUMNS * 2 * count * Tile.COLUMNS + k % Tile.COLUMNS;
            for (int row = from * stride + k; row < (from + count) * stride; row += stride) {
                FloatVector x = FloatVector.fromArray(Lanes.SPECIES, rows, row);
                x.intoArray(panels, to);
                x.mul(numbers).intoArray(panels, to + Tile.COLUMNS);
                to += 2 * Tile.COLUMNS;
            }
        }
    }

    private static int panelWidth(int columns) {
        return (columns + Tile.COLUMNS - 1) / Tile.COLUMNS * Tile.COLUMNS;
    }

    boolean isTimed(int table) {
        return times > 0 && tables.isTimed(table);
    }

    /** How many rows each word has. */
    int rowsOfWord() {
        return rowsOfWord;
    }

    /** How many rows of the word tables are used. */
    int words() {
        return words;
    }

    /** How many rows of the time tables are used. */
    int times() {
        return times;
    }

    /**
     * The products of a block's vectors with all rows of a table.
     *
     * @param u [B, d], of which {@code count} vectors from {@code b0} on
     */
    Scratch products(float[] u, int b0, int count, int table, int worker) {
        Scratch mine = scratch[worker];
        int width = rowsOfWord * count;
        boolean timed = isTimed(table);
        mine.pitch = Lanes.padded(width);
        mine.timePitch = Lanes.padded(count);
        mine.panels = FoldedTables.atLeast(mine.panels, DEPTH * panelWidth(width));
        mine.byWord = FoldedTables.atLeast(mine.byWord, words * mine.pitch + Tile.COLUMNS);
        if (timed) {
            mine.timePanels = FoldedTables.atLeast(mine.timePanels, DEPTH * panelWidth(count));
            mine.byTime = FoldedTables.atLeast(mine.byTime, times * mine.timePitch + Tile.COLUMNS);
        }
        for (int from = 0; from < columns; from += DEPTH) {
            int depth = Math.min(DEPTH, columns - from);
            boolean add = from > 0;
            pack(u, b0, count, from, depth, rowsOfWord, mine.panels);
            float[] left = tables.words(table);
            multiply(left, from, stride, words, depth, mine.panels, 0, width, mine.byWord, 0, mine.pitch, add, mine);
            if (timed) {
                float[] panels = mine.panels;
                if (rowsOfWord > 1) {
                    panels = mine.timePanels;
                    pack(u, b0, count, from, depth, 1, panels);
                }
                left = tables.times(table);
                multiply(left, from, stride, times, depth, panels, 0, count, mine.byTime, 0, mine.timePitch, add, mine);
            }
        }
        return mine;
    }

    /** The vectors of a block as columns of panels, each perhaps followed by itself with its components numbered. */
    private void pack(float[] u, int b0, int count, int from, int depth, int columnsOfVector, float[] panels) {
        int end = panelWidth(columnsOfVector * count);
        for (int column = 0; column < end; column += columnsOfVector) {
            int to = column / Tile.COLUMNS * depth * Tile.COLUMNS + column % Tile.COLUMNS;
            boolean there = column < columnsOfVector * count;
            int row = there ? (b0 + column / columnsOfVector) * stride + from : 0;
            for (int k = 0; k < depth; k++, to += Tile.COLUMNS) {
                float value = there ? u[row + k] : 0;
                panels[to] = value;
                if (columnsOfVector == 2) {
                    panels[to + 1] = value * components[from + k];
                }
            }
        }
    }

    /**
     * Adds to each vector of a block the rows of a table, weighted.
     *
     * @param byWord [B, pitch] the weights of the rows of each word, side by side
     * @param byTime [B, timePitch] the weights of the times
     * @param o [B, d] added to
     */
    void addSums(
            float[] byWord,
            int pitch,
            float[] byTime,
            int timePitch,
            int b0,
            int count,
            int table,
            float[] o,
            int worker) {
        Scratch mine = scratch[worker];
        addSums(byWord, b0 * pitch, pitch, words * rowsOfWord, wordPanels[table], count, o, b0 * stride, mine);
        if (isTimed(table)) {
            addSums(byTime, b0 * timePitch, timePitch, times, timePanels[table], count, o, b0 * stride, mine);
        }
    }

    private void addSums(
            float[] weights, int w0, int pitch, int rows, float[] panels, int count, float[] o, int o0, Scratch mine) {
        for (int from = 0; from < rows; from += DEPTH) {
            int depth = Math.min(DEPTH, rows - from);
            int panel = from * panelWidth(columns);
            multiply(weights, w0 + from, pitch, count, depth, panels, panel, columns, o, o0, stride, true, mine);
        }
    }

    private static void multiply(
            float[] left,
            int l0,
            int leftStride,
            int rows,
            int depth,
            float[] panels,
            int p0,
            int width,
            float[] c,
            int c0,
            int pitch,
            boolean add,
            Scratch mine) {
        if (rows > 0) {
            Tile.multiply(left, l0, leftStride, rows, depth, panels, p0, width, c, c0, pitch, add, mine.tile);
        }
    }
}
