package org.memn2n.model;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.tensor.Shape;

/**
 * Rows of several tables on the device whose number grows. A table that is too short is exchanged for one twice as long,
 * so that adding rows one after the other takes time in proportion to their number. New rows are zeros.
 */
final class GrowingRows implements AutoCloseable {
    private final Ops ops;
    private final int dimension;
    private final int most;
    private final List<Tensor> tables = new ArrayList<>();
    private int rows;

    /**
     * Tables with a few rows of zeros each.
     *
     * @param tables how many
     * @param dimension d, the components of a row
     * @param least rows that they have from the beginning
     * @param most rows that they will ever need
     */
    GrowingRows(int tables, int dimension, int least, int most, Ops ops) {
        this.ops = ops;
        this.dimension = dimension;
        this.most = most;
        this.rows = Math.min(least, most);
        allocate(tables, rows, this.tables);
    }

    /** As many as asked for, or none where there is no room for all. */
    private void allocate(int count, int length, List<Tensor> allocated) {
        try {
            for (int table = 0; table < count; table++) {
                allocated.add(ops.allocate(Shape.of(length, dimension)));
            }
        } catch (RuntimeException e) {
            allocated.forEach(Tensor::close);
            throw e;
        }
    }

    /** The tables as they are now, [rows, d] each; writing may exchange them. */
    List<Tensor> tables() {
        return List.copyOf(tables);
    }

    /**
     * Overwrites rows of all tables.
     *
     * @param from for each table [n, d], of which {@code count} rows from {@code first} on are read
     * @param row the first row that is written
     */
    void write(List<Tensor> from, int first, int row, int count) {
        grow(row + count);
        for (int table = 0; table < tables.size(); table++) {
            ops.copyRows(from.get(table), first, tables.get(table), row, count);
        }
    }

    private void grow(int needed) {
        if (needed <= rows) {
            return;
        }
        int grown = (int) Math.min(most, Math.max(needed, 2L * rows));
        List<Tensor> longer = new ArrayList<>();
        allocate(tables.size(), grown, longer);
        for (int table = 0; table < longer.size(); table++) {
            ops.copyRows(tables.get(table), 0, longer.get(table), 0, rows);
        }
        close();
        tables.clear();
        tables.addAll(longer);
        rows = grown;
    }

    @Override
    public void close() {
        tables.forEach(Tensor::close);
    }
}
