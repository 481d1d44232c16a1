package org.memn2n.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a bAbI file taken apart: {@code number text} or {@code number question TAB answer TAB lines}.
 *
 * @param number the line's number within its story, from 1
 * @param text the statement or the question, not blank
 * @param question whether it is a question
 * @param answer the answer, or null
 * @param supporting numbers, within the story, of the lines that support the answer
 */
record BabiLine(
        int number, String text, boolean question, @Nullable String answer, List<Integer> supporting) {
    private static final String SHAPE = "\"NUMBER statement\" or \"NUMBER question<TAB>answer<TAB>supporting lines\"";
    private static final int MOST_DIGITS = 9;

    static BabiLine parse(String line, Place place, Answers answers) {
        String[] fields = line.stripLeading().split("\t", -1);
        String head = fields[0];
        int digits = 0;
        while (digits < head.length() && isDigit(head.charAt(digits))) {
            digits++;
        }
        boolean numbered = digits > 0 && (digits == head.length() || Character.isWhitespace(head.charAt(digits)));
        if (!numbered || digits > MOST_DIGITS) {
            throw DataException.at(place, DataException.quote(line), "a line number and a space: " + SHAPE);
        }
        if (fields.length > 3) {
            throw DataException.at(place, fields.length + " fields parted by tabs", "1 to 3: " + SHAPE);
        }
        String text = head.substring(digits).strip();
        if (text.isEmpty()) {
            throw DataException.at(place, "an empty sentence", "text after the number: " + SHAPE);
        }
        String answer = fields.length > 1 ? Tokenizer.answer(fields[1]) : "";
        boolean question = fields.length > 1 || Tokenizer.isQuestion(text);
        if (question && answer.isEmpty() && answers == Answers.REQUIRED) {
            throw DataException.at(
                    place, "the question " + DataException.quote(text) + " without an answer", "a tab and the answer");
        }
        List<Integer> supporting = fields.length > 2 ? numbers(fields[2], place) : List.of();
        return new BabiLine(
                Integer.parseInt(head.substring(0, digits)),
                text,
                question,
                answer.isEmpty() ? null : answer,
                supporting);
    }

    private static List<Integer> numbers(String field, Place place) {
        List<Integer> numbers = new ArrayList<>();
        for (String number : field.strip().split("\\s+", -1)) {
            if (number.isEmpty()) {
                continue;
            }
            if (number.length() > MOST_DIGITS || !number.chars().allMatch(BabiLine::isDigit)) {
                throw DataException.at(
                        place,
                        "the supporting line " + DataException.quote(number),
                        "numbers of earlier statements, parted by spaces");
            }
            numbers.add(Integer.parseInt(number));
        }
        return List.copyOf(numbers);
    }

    // Only ASCII digits: Character.isDigit takes the digits of every script, which no bAbI file uses as numbers.
    private static boolean isDigit(int character) {
        return character >= '0' && character <= '9';
    }
}
