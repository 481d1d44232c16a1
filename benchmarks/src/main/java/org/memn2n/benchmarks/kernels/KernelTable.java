package org.memn2n.benchmarks.kernels;

import java.util.List;
import java.util.Locale;
import org.memn2n.benchmarks.report.Table;

/** Operations as a Markdown table. */
public final class KernelTable {
    private KernelTable() {}

    /** A line for each, in their order. */
    public static String of(List<KernelMeasurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            KernelMeasurement first = measurements.get(0);
            text.append(Table.origin(first.made(), first.device()));
        }
        text.append("""
                | operation | sizes | ms median | fastest | 10 to 90 % | GB/s | of a copy | GFLOP/s | times its parts | off by |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (KernelMeasurement m : measurements) {
            Double timesParts = m.timesParts();
            text.append("| ")
                    .append(String.join(
                            " | ",
                            m.operation(),
                            m.sizes(),
                            Table.number(m.median()),
                            Table.number(m.minimum()),
                            Table.number(m.low()) + " to " + Table.number(m.high()),
                            Table.number(m.gigabytesPerSecond()),
                            String.format(Locale.ROOT, "%.0f %%", 100 * m.shareOfCopy()),
                            Table.number(m.gigaflops()),
                            timesParts == null ? "" : Table.number(timesParts),
                            String.format(Locale.ROOT, "%.0e", m.checked().difference())))
                    .append(" |\n");
        }
        return text.toString();
    }
}
