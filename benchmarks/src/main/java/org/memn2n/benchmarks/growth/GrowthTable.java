package org.memn2n.benchmarks.growth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.memn2n.benchmarks.report.Table;

/** Growth as Markdown: a table for each axis, a row a curve. */
public final class GrowthTable {
    private GrowthTable() {}

    /** Milliseconds at each value, and the exponent with which they grow. */
    public static String of(List<GrowthMeasurement> measurements) {
        StringBuilder text = new StringBuilder();
        if (!measurements.isEmpty()) {
            text.append(Table.origin(measurements.get(0).made(), "milliseconds a step"));
        }
        for (Axis axis : Axis.values()) {
            Map<String, List<GrowthMeasurement>> curves = curves(measurements, axis);
            if (curves.isEmpty()) {
                continue;
            }
            List<Integer> values = curves.values().stream()
                    .flatMap(List::stream)
                    .map(GrowthMeasurement::value)
                    .distinct()
                    .sorted()
                    .toList();
            text.append("| ").append(axis.meaning()).append(" | ");
            text.append(values.stream()
                    .map(value -> String.format(Locale.ROOT, "%,d", value))
                    .collect(Collectors.joining(" | ")));
            text.append(" | exponent | at the end |\n|")
                    .append("---|".repeat(values.size() + 3))
                    .append('\n');
            curves.forEach((curve, points) -> text.append(row(curve, points, values)));
            text.append('\n');
        }
        return text.toString();
    }

    private static String row(String curve, List<GrowthMeasurement> points, List<Integer> values) {
        String cells = values.stream()
                .map(value -> points.stream()
                        .filter(point -> point.value() == value)
                        .map(point -> Table.number(point.median()))
                        .collect(Collectors.joining()))
                .collect(Collectors.joining(" | "));
        return String.format(
                Locale.ROOT, "| %s | %s | %.2f | %.2f |%n", curve, cells, Slope.of(points), Slope.atEnd(points));
    }

    /** The points of each curve of an axis, in the order of their values. */
    static Map<String, List<GrowthMeasurement>> curves(List<GrowthMeasurement> measurements, Axis axis) {
        return measurements.stream()
                .filter(measurement -> measurement.axis().equals(axis.label()))
                .collect(Collectors.groupingBy(GrowthMeasurement::curve, LinkedHashMap::new, Collectors.toList()));
    }
}
