package org.memn2n.data.simulation.reading;

import java.util.Locale;
import java.util.stream.Stream;

/** Text of the real bAbI files. */
public final class RealStories {
    private RealStories() {}

    /** The text with the names of people in capitals: some questions have them in small letters. */
    public static String withNames(String text) {
        return Stream.of("Gertrude", "Emily", "Jessica", "Winona", "Sumit", "Yann", "Jason", "Antoine")
                .reduce(text, (changed, person) -> changed.replace(person.toLowerCase(Locale.ROOT), person));
    }
}
