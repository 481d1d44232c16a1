package org.memn2n.data.simulation.reading;

/** A sentence as it was read: its line, its sense and the words for its parts, empty where it has fewer. */
record Said(int line, Sense sense, String a, String b, String c) {
    Said at(int otherLine) {
        return new Said(otherLine, sense, a, b, c);
    }
}
