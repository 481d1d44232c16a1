package org.memn2n.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Measurements as a Markdown table. */
public final class Table {
    private static final String HEAD = """
            | shape | mode | threads | contender | examples/s | ms/step median | fastest | 10 to 90 % | of the floor | times the best peer | off by |
            |---|---|---|---|---|---|---|---|---|---|---|
            """;

    private Table() {}

    /** A line for each, in their order, with a note when they are provisional. */
    public static String of(List<Measurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            text.append(origin(measurements.get(0).made(), ""));
        }
        text.append(HEAD);
        measurements.forEach(measurement -> text.append(line(measurement)).append('\n'));
        return text.toString();
    }

    /** Where results come from, in a line, and whether they are provisional. */
    public static String origin(Made made, String device) {
        return Origin.of(List.of(new Origin(made, device)));
    }

    private static String line(Measurement m) {
        List<String> cells = new ArrayList<>(List.of(m.shape(), m.mode(), m.threads() == 0 ? "" : "" + m.threads()));
        cells.add(m.contender());
        cells.add(number(m.examplesPerSecond()));
        cells.add(number(m.median()));
        cells.add(number(m.minimum()));
        cells.add(number(m.low()) + " to " + number(m.high()));
        Measurement.Floor floor = m.floor();
        cells.add(floor == null ? "" : String.format(Locale.ROOT, "%.0f %%", 100 * floor.share()));
        Measurement.Ratio ratio = m.ratio();
        cells.add(
                ratio == null
                        ? ""
                        : number(ratio.median()) + " (" + number(ratio.low()) + " to " + number(ratio.high()) + ") of "
                                + ratio.peer());
        cells.add(String.format(Locale.ROOT, "%.0e", m.checked().difference()));
        return "| " + String.join(" | ", cells) + " |";
    }

    /** Three digits that count. */
    public static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        if (value == 0) {
            return "0";
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : value >= 1 ? "%.2f" : "%.3g", value);
    }
}
