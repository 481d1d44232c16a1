package org.memn2n.data.simulation.reading;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** English as the reader knows it: that of the program's own lexicon and that of the bAbI tasks. */
final class English {
    private static final String WENT = "(?:walked|went|moved|headed|ran|hurried|journeyed|travelled|went back) to the ";
    private static final String TOOK = " (?:took|picked up|got|lifted|collected|grabbed) the ";
    private static final String DROPPED = " (?:dropped|put down|left|set down|let go of|discarded) the ";
    private static final String GAVE = " (?:gave|handed|passed) ";
    private static final String THEN = "(?:Then|Next|After that|A little later|Afterwards|Following that) ";
    private static final String TIME = "(?<c>yesterday|this morning|this afternoon|this evening)";
    private static final String TIME_FIRST = "(?<c>Yesterday|This morning|This afternoon|This evening)";
    private static final String WHO = "(?<a>\\w+)";
    private static final String DIRECTION =
            "(?<b>north of|east of|south of|west of|above|below|to the right of|to the left of)";
    private static final Map<String, String> IRREGULAR = Map.of(
            "foxes", "fox", "geese", "goose", "ponies", "pony", "mice", "mouse", "wolves", "wolf", "sheep", "sheep");

    private English() {}

    /** The language of the program's own lexicon. */
    static Language language() {
        return with(
                Map.of(
                        "cold", "cellar", "curious", "library", "hungry", "pantry", "thirsty", "pantry", "sleepy",
                        "attic", "dirty", "laundry", "wet", "laundry", "musical", "attic"),
                Map.of(
                        "cold", "coat", "curious", "book", "hungry", "bread", "thirsty", "juice", "sleepy", "pillow",
                        "dirty", "soap", "wet", "towel", "musical", "guitar"));
    }

    /** The language of the bAbI tasks. */
    static Language languageOfBabi() {
        return with(
                Map.of("tired", "bedroom", "hungry", "kitchen", "thirsty", "kitchen", "bored", "garden"),
                Map.of("tired", "pajamas", "hungry", "apple", "thirsty", "milk", "bored", "football"));
    }

    private static Language with(Map<String, String> goals, Map<String, String> wishes) {
        Language english = new Language();
        statements(english);
        questions(english);
        english.singularOfKinds(many -> {
            String kinds = many.toLowerCase(Locale.ROOT);
            return IRREGULAR.getOrDefault(kinds, kinds.substring(0, kinds.length() - 1));
        });
        english.times = List.of("yesterday", "this morning", "this afternoon", "this evening");
        english.directions = Map.of(
                "north of",
                0,
                "above",
                0,
                "east of",
                1,
                "to the right of",
                1,
                "south of",
                2,
                "below",
                2,
                "west of",
                3,
                "to the left of",
                3);
        english.letters = List.of("n", "e", "s", "w");
        english.yes = "yes";
        english.no = "no";
        english.maybe = "maybe";
        english.nothing = "nothing";
        english.numbers = List.of(
                "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
                "twelve");
        english.goals = goals;
        english.wishes = wishes;
        return english;
    }

    private static void statements(Language english) {
        english.understands(
                        Sense.IDLE,
                        "\\w+ (?:yawned|sang a song|laughed)\\.",
                        "\\w+ (?:thought of|spoke about|looked at|liked) the .+\\.",
                        "The [^.]+ is (?:quiet|clean|shiny|thin|old|empty)\\.")
                .understands(
                        Sense.WENT_AT,
                        TIME_FIRST + " " + WHO + " " + WENT + "(?<b>\\w+)\\.",
                        WHO + " " + WENT + "(?<b>\\w+) " + TIME + "\\.")
                .understands(Sense.GOES_ON, THEN + "(?<a>she|he|they) " + WENT + "(?<b>\\w+)\\.")
                .understands(Sense.GO_TOGETHER, WHO + " and (?<b>\\w+) " + WENT + "(?<c>\\w+)\\.")
                .understands(Sense.GOES, WHO + " " + WENT + "(?<b>\\w+)\\.")
                .understands(
                        Sense.GIVES,
                        WHO + GAVE + "the (?<b>\\w+) to (?<c>\\w+)\\.",
                        WHO + GAVE + "(?<c>\\w+) the (?<b>\\w+)\\.")
                .understands(Sense.TAKES, WHO + TOOK + "(?<b>\\w+)(?: there)?\\.")
                .understands(Sense.DROPS, WHO + DROPPED + "(?<b>\\w+)(?: there)?\\.")
                .understands(Sense.IS_IN, WHO + " is (?:now )?in the (?<b>\\w+)\\.")
                .understands(
                        Sense.IS_NOT_IN,
                        WHO + " (?:is not in|is not to be found in|is no longer in|has left) the (?<b>\\w+)\\.")
                .understands(Sense.IS_IN_EITHER, WHO + " is (?:either )?in the (?<b>\\w+) or (?:in )?the (?<c>\\w+)\\.")
                .understands(
                        Sense.IS_SMALLER,
                        "The (?<a>.+) (?:fits inside|is smaller than) the (?<b>.+)\\.",
                        "The (?<b>.+) is (?:bigger than|too big for) the (?<a>.+)\\.")
                .understands(Sense.LIES, "The (?<a>.+) is " + DIRECTION + " the (?<c>.+)\\.")
                .understands(Sense.FEAR, "(?<a>\\w+) (?:are afraid of|fear) (?<b>\\w+)\\.")
                .understands(Sense.IS_A, WHO + " is an? (?<b>\\w+)\\.")
                .understands(Sense.IS_SOMEHOW, WHO + " (?:is|feels) (?<b>\\w+)\\.");
    }

    private static void questions(Language english) {
        english.understands(Sense.WHERE_WAS_OBJECT, "Where was the (?<a>\\w+) before the (?<b>\\w+)\\?")
                .understands(Sense.WHERE_WAS_PERSON, "Where was (?<a>\\w+) before the (?<b>\\w+)\\?")
                .understands(Sense.WHERE_IS, "Where is (?:the )?(?<a>\\w+)\\?")
                .understands(Sense.IS_THERE, "Is (?<a>\\w+) in the (?<b>\\w+)\\?")
                .understands(Sense.WHAT_LIES, "What is (?<a>\\w+ of) the (?<b>\\w+)\\?")
                .understands(Sense.WHAT_GAVE, "What did (?<a>\\w+) give to (?<b>\\w+)\\?")
                .understands(Sense.WHO_GAVE, "Who gave the (?<a>\\w+)(?: to (?<b>\\w+)| away)?\\?")
                .understands(
                        Sense.WHO_RECEIVED,
                        "Who did (?<b>\\w+) give the (?<a>\\w+) to\\?",
                        "Who received the (?<a>\\w+)\\?")
                .understands(Sense.HOW_MANY, "How many objects (?:does|is) (?<a>\\w+) (?:carry|carrying)\\?")
                .understands(Sense.WHAT_CARRIES, "What (?:does|is) (?<a>\\w+) (?:carry|carrying)\\?")
                .understands(Sense.WHAT_FEARS, "What is (?<a>\\w+) afraid of\\?")
                // What it lies in a direction of is what lies the other way.
                .understands(Sense.WHAT_LIES, "What is the (?<b>\\w+) (?<c>\\w+ of)\\?")
                .understands(Sense.WHICH_COLOUR, "What colou?r is (?<a>\\w+)\\?")
                .understands(
                        Sense.IS_IT_SMALLER,
                        "Does the (?<a>.+) fit (?:inside|in) the (?<b>.+)\\?",
                        "Is the (?<b>.+) bigger than the (?<a>.+)\\?")
                .understands(Sense.DOES_LIE, "Is the (?<a>.+) " + DIRECTION + " the (?<c>.+)\\?")
                .understands(Sense.WHICH_WAY, "How do you go from the (?<a>\\w+) to the (?<b>\\w+)\\?")
                .understands(Sense.WHERE_WILL_GO, "Where will (?<a>\\w+) go\\?")
                .understands(Sense.WHY_GO, "Why did (?<a>\\w+) go to the (?<b>\\w+)\\?")
                .understands(Sense.WHY_GET, "Why did (?<a>\\w+) get the (?<b>\\w+)\\?");
    }
}
