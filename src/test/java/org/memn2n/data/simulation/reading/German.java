package org.memn2n.data.simulation.reading;

import java.util.List;
import java.util.Map;

/** German as the reader knows it. */
final class German {
    private static final String WENT = "(?:ging|lief|eilte|spazierte)";
    private static final String THEY_WENT = "(?:gingen|liefen|eilten|spazierten)";
    private static final String THEN = "(?:Dann|Danach|Anschließend|Kurz darauf)";
    private static final String TIME = "(?<c>gestern|heute Morgen|heute Nachmittag|heute Abend)";
    private static final String TIME_FIRST = "(?<c>Gestern|Heute Morgen|Heute Nachmittag|Heute Abend)";
    private static final String INTO = "(?:in die|in den|ins)";
    private static final String IN = "(?:in der|im)";
    private static final String FROM = "(?:von der|vom)";
    private static final String ARTICLE = "(?:die|den|das|der)";
    private static final String WHO = "(?<a>\\p{L}+)";
    private static final String WHAT = "(?<b>\\p{L}+)";
    private static final Map<String, String> IRREGULAR = Map.of(
            "Mäuse", "Maus", "Mäusen", "Maus", "Wölfe", "Wolf", "Wölfen", "Wolf", "Gänse", "Gans", "Gänsen", "Gans",
            "Füchse", "Fuchs", "Füchsen", "Fuchs");

    private German() {}

    static Language language() {
        Language german = new Language();
        statements(german);
        questions(german);
        german.singularOfKinds(German::singular);
        german.times = List.of("gestern", "heute morgen", "heute nachmittag", "heute abend");
        german.directions = Map.of(
                "nördlich",
                0,
                "über",
                0,
                "östlich",
                1,
                "rechts von",
                1,
                "südlich",
                2,
                "unter",
                2,
                "westlich",
                3,
                "links von",
                3);
        german.letters = List.of("n", "o", "s", "w");
        german.yes = "ja";
        german.no = "nein";
        german.maybe = "vielleicht";
        german.nothing = "nichts";
        german.numbers = List.of("keinen", "einen", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht");
        german.goals = Map.of(
                "müde",
                "Schlafzimmer",
                "hungrig",
                "Küche",
                "durstig",
                "Küche",
                "gelangweilt",
                "Garten",
                "neugierig",
                "Bibliothek",
                "schmutzig",
                "Bad");
        german.wishes = Map.of(
                "müde",
                "Kissen",
                "hungrig",
                "Brot",
                "durstig",
                "Saft",
                "gelangweilt",
                "Ball",
                "neugierig",
                "Buch",
                "schmutzig",
                "Seife");
        return german;
    }

    private static String singular(String many) {
        String irregular = IRREGULAR.get(many);
        if (irregular != null) {
            return irregular;
        }
        // Katzen: Katze. Hunde, Hunden: Hund.
        boolean masculine = many.matches("(?:Hund|Fisch|Hecht|Luchs)en?");
        return masculine ? many.replaceFirst("en?$", "") : many.replaceFirst("n$", "");
    }

    private static void statements(Language german) {
        german.understands(
                        Sense.IDLE,
                        "\\p{L}+ (?:gähnte|sang ein Lied|mochte .+|sah .+ an|erzählte .+|träumte .+)\\.",
                        "Im \\p{L}+ ist es (?:still|warm)\\.",
                        "In der \\p{L}+ ist es (?:still|warm)\\.",
                        ".+ (?:glänzt|ist dünn|ist alt|ist leer)\\.")
                .understands(
                        Sense.WENT_AT,
                        TIME_FIRST + " " + WENT + " " + WHO + " " + INTO + " " + WHAT + "\\.",
                        WHO + " " + WENT + " " + TIME + " " + INTO + " " + WHAT + "\\.")
                .understands(
                        Sense.GOES_ON,
                        THEN + " " + WENT + " (?<a>sie|er) " + INTO + " " + WHAT + "\\.",
                        THEN + " " + THEY_WENT + " (?<a>sie) " + INTO + " " + WHAT + "\\.")
                .understands(
                        Sense.GO_TOGETHER, WHO + " und " + WHAT + " " + THEY_WENT + " " + INTO + " (?<c>\\p{L}+)\\.")
                .understands(Sense.GOES, WHO + " " + WENT + " " + INTO + " " + WHAT + "\\.")
                .understands(Sense.GIVES, WHO + " (?:gab|reichte) (?<c>\\p{L}+) " + ARTICLE + " " + WHAT + "\\.")
                .understands(
                        Sense.TAKES,
                        WHO + " hob " + ARTICLE + " " + WHAT + " auf\\.",
                        WHO + " packte " + ARTICLE + " " + WHAT + " ein\\.",
                        WHO + " (?:nahm|holte) " + ARTICLE + " " + WHAT + "\\.")
                .understands(
                        Sense.DROPS,
                        WHO + " legte " + ARTICLE + " " + WHAT + " hin\\.",
                        WHO + " stellte " + ARTICLE + " " + WHAT + " ab\\.",
                        WHO + " ließ " + ARTICLE + " " + WHAT + " liegen\\.")
                .understands(
                        Sense.IS_IN_EITHER,
                        WHO + " ist (?:entweder )?" + IN + " " + WHAT + " oder " + IN + " (?<c>\\p{L}+)\\.")
                .understands(Sense.IS_NOT_IN, WHO + " ist nicht (?:mehr )?" + IN + " " + WHAT + "\\.")
                .understands(Sense.IS_IN, WHO + " ist (?:jetzt )?" + IN + " " + WHAT + "\\.")
                .understands(
                        Sense.LIES,
                        "D(?:ie|er|as) " + WHO + " liegt (?<b>\\p{L}+lich) " + FROM + " (?<c>\\p{L}+)\\.",
                        "Das " + figure("a") + " liegt (?<b>über|unter|rechts von|links von) dem " + figure("c")
                                + "\\.",
                        "Der " + figure("a") + " liegt (?<b>über|unter|rechts von|links von) dem " + figure("c")
                                + "\\.")
                .understands(
                        Sense.IS_SMALLER,
                        "D(?:ie|er|as) " + WHO + " passt in " + ARTICLE + " " + WHAT + "\\.",
                        "D(?:ie|er|as) " + WHO + " ist kleiner als " + ARTICLE + " " + WHAT + "\\.",
                        "D(?:ie|er|as) " + WHAT + " ist größer als " + ARTICLE + " " + WHO + "\\.")
                .understands(
                        Sense.FEAR,
                        WHO + " haben Angst vor " + WHAT + "\\.",
                        "Vor " + WHAT + " haben " + WHO + " Angst\\.")
                .understands(Sense.IS_A, WHO + " ist eine? " + WHAT + "\\.")
                .understands(Sense.IS_SOMEHOW, WHO + " (?:ist|fühlt sich) " + WHAT + "\\.");
    }

    /** "roten Stern" and "rote Stern" are one thing: the adjective is taken without its ending. */
    private static String figure(String group) {
        return "(?<" + group + ">\\p{L}+?)(?:e|en) (?<" + group + "2>\\p{L}+)";
    }

    private static void questions(Language german) {
        german.understands(
                        Sense.WHERE_WAS_OBJECT,
                        "Wo war (?:die|der|das) " + WHO + ", bevor (?:sie|er|es) " + INTO + " " + WHAT + " kam\\?")
                .understands(
                        Sense.WHERE_WAS_PERSON, "Wo war " + WHO + ", bevor (?:sie|er) " + INTO + " " + WHAT + " kam\\?")
                .understands(Sense.WHERE_IS, "Wo ist (?:(?:die|der|das) )?" + WHO + "\\?")
                .understands(Sense.IS_THERE, "Ist " + WHO + " " + IN + " " + WHAT + "\\?")
                .understands(Sense.WHAT_LIES, "Was liegt (?<a>\\p{L}+lich) " + FROM + " " + WHAT + "\\?")
                .understands(Sense.WHAT_LIES, "Wovon liegt " + ARTICLE + " " + WHAT + " (?<c>\\p{L}+lich)\\?")
                .understands(Sense.WHAT_GAVE, "Was gab " + WHO + " " + WHAT + "\\?")
                .understands(Sense.WHO_GAVE, "Wer gab " + ARTICLE + " " + WHO + " weg\\?")
                .understands(Sense.WHO_GAVE, "Wer gab " + WHAT + " " + ARTICLE + " " + WHO + "\\?")
                .understands(Sense.WHO_RECEIVED, "Wem gab " + WHAT + " " + ARTICLE + " " + WHO + "\\?")
                .understands(Sense.WHO_RECEIVED, "Wer bekam " + ARTICLE + " " + WHO + "\\?")
                .understands(Sense.HOW_MANY, "Wie viele Gegenstände trägt " + WHO + "\\?")
                .understands(Sense.WHAT_CARRIES, "Was trägt " + WHO + "\\?")
                .understands(Sense.WHAT_FEARS, "Wovor hat " + WHO + " Angst\\?")
                .understands(Sense.WHICH_COLOUR, "Welche Farbe hat " + WHO + "\\?")
                .understands(
                        Sense.DOES_LIE,
                        "Liegt d(?:as|er) " + figure("a") + " (?<b>über|unter|rechts von|links von) dem " + figure("c")
                                + "\\?")
                .understands(
                        Sense.IS_IT_SMALLER,
                        "Passt " + ARTICLE + " " + WHO + " in " + ARTICLE + " " + WHAT + "\\?",
                        "Ist " + ARTICLE + " " + WHAT + " größer als " + ARTICLE + " " + WHO + "\\?")
                .understands(Sense.WHICH_WAY, "Wie kommt man " + FROM + " " + WHO + " (?:zur|zum) " + WHAT + "\\?")
                .understands(Sense.WHERE_WILL_GO, "Wohin wird " + WHO + " gehen\\?")
                .understands(Sense.WHY_GO, "Warum ging " + WHO + " " + INTO + " " + WHAT + "\\?")
                .understands(Sense.WHY_GET, "Warum nahm " + WHO + " " + ARTICLE + " " + WHAT + "\\?");
    }
}
