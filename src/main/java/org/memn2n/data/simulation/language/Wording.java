package org.memn2n.data.simulation.language;

import java.util.List;

/** One way to put a kind of sentence into words: text with slots for the names of its things, in their order. */
record Wording(List<Part> parts) {
    Wording {
        parts = List.copyOf(parts);
    }

    /** A piece of a sentence. */
    sealed interface Part {}

    /** Words as they stand. */
    record Text(String text) implements Part {}

    /** The name of a thing of the sentence in some form. */
    record Slot(int argument, int form) implements Part {}
}
