package org.memn2n.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where one result of many comes from.
 *
 * @param made version, machine and date
 * @param device the device that did the work; empty where each result names its own
 */
public record Origin(Made made, String device) {
    /** Where all of them come from: a line where they agree but for the date, otherwise one for each way, with their number; Markdown. */
    public static String of(List<Origin> origins) {
        if (origins.isEmpty()) {
            return "No result yet.\n\n";
        }
        Map<Origin, Group> groups = new LinkedHashMap<>();
        for (Origin origin : origins) {
            groups.merge(origin.undated(), new Group(origin.made.date(), origin.made.date(), 1), Group::and);
        }
        StringBuilder text = new StringBuilder();
        if (groups.keySet().stream().anyMatch(origin -> origin.made.provisional())) {
            text.append("**Provisional: not a commit that others have.** ");
        }
        if (groups.size() == 1) {
            groups.forEach((origin, group) ->
                    text.append(origin.text()).append(group.dates()).append(".\n"));
        } else {
            text.append("The results were not all made in one way:\n\n");
            groups.forEach((origin, group) -> text.append("- ")
                    .append(group.count())
                    .append(" of ")
                    .append(origins.size())
                    .append(": ")
                    .append(origin.made.provisional() ? "provisional, " : "")
                    .append(origin.text())
                    .append(group.dates())
                    .append('\n'));
        }
        return text.append('\n').toString();
    }

    private Origin undated() {
        return new Origin(new Made(made.commit(), made.provisional(), made.machine(), made.java(), ""), device);
    }

    private String text() {
        return "Commit " + made.commit() + (device.isEmpty() ? "" : ", " + device) + ", " + made.machine() + ", "
                + made.java() + ", ";
    }

    /** Results that were made in one way: dates sort as text. */
    private record Group(String first, String last, int count) {
        Group and(Group other) {
            return new Group(
                    first.compareTo(other.first) <= 0 ? first : other.first,
                    last.compareTo(other.last) >= 0 ? last : other.last,
                    count + other.count);
        }

        String dates() {
            return first.equals(last) ? first : first + " to " + last;
        }
    }
}
