package org.memn2n.data.simulation.language;

import java.util.List;

/**
 * How the forms of a name are made from its stems: patterns such as {@code der {1}}, one for each form of the class, in
 * which {@code {1}} stands for the first stem and so on.
 */
record Declension(String title, List<String> patterns) {
    Declension {
        patterns = List.copyOf(patterns);
    }

    /** The form of this number of a name with these stems. */
    String form(int form, List<String> stems) {
        String text = patterns.get(form);
        for (int stem = 0; stem < stems.size(); stem++) {
            text = text.replace(slot(stem), stems.get(stem));
        }
        return text;
    }

    /** How many stems a name must have. */
    int stems() {
        int stems = 1;
        while (uses(stems)) {
            stems++;
        }
        return stems;
    }

    private boolean uses(int stem) {
        return patterns.stream().anyMatch(pattern -> pattern.contains(slot(stem)));
    }

    private static String slot(int stem) {
        return "{" + (stem + 1) + "}";
    }
}
