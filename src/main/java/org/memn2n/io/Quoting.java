package org.memn2n.io;

/** Text from files made fit for messages. */
final class Quoting {
    private static final int LONGEST = 80;

    private Quoting() {}

    /** The text in quotation marks, cut to a readable length, without characters that steer a terminal. */
    static String quote(String text) {
        return '"' + printable(shorten(text, LONGEST)) + '"';
    }

    /** The text, or its start if it has more than {@code longest} characters. */
    static String shorten(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    /** The text with each control character, line breaks included, replaced by a question mark. */
    static String printable(String text) {
        return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", "?");
    }
}
