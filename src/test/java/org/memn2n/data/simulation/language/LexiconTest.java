package org.memn2n.data.simulation.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.memn2n.data.DataException;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.SentenceKind;

class LexiconTest {
    private static final String SMALL = """
            # A comment.
            [person: name | pronoun]
            she = {1} | she
            he = {1} | he
            Zoë, Łucja, Jan:he

            [place]
            κουζίνα, cave\u0301

            [place; for 7, 9]
            roof

            [sentences]
            went = went | ran
            move = {person} {went} to the {place}.
            | to the {place} {person} {went}.
            """;

    @TempDir
    private Path folder;

    private Lexicon read(String text, int task) throws IOException {
        return Lexicon.read(Files.writeString(folder.resolve("words.txt"), text), task);
    }

    @Test
    void aFileIsRead() throws IOException {
        Lexicon lexicon = read(SMALL, 1);
        assertThat(lexicon.names(Noun.PERSON).name(2, 1)).isEqualTo("he");
        assertThat(lexicon.names(Noun.PLACE).name(0, 0)).isEqualTo("κουζίνα");
        assertThat(lexicon.wordings(SentenceKind.MOVE)).hasSize(4);
        assertThat(lexicon.wordings(SentenceKind.TAKE)).isNull();
        assertThat(read(SMALL, 9).names(Noun.PLACE).size()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            value = {
                "words before a section; # A comment.; Emma; 1; a section such as",
                "an unknown section; [place]; [planet]; 7; the class \"planet\"",
                "a bad header; [place]; [place; 7; [class]",
                "a name of digits; Zoë; Zo7; 5; the name \"Zo7\"",
                "an unknown declension; Jan:he; Jan:it; 5; with a declension of [she, he]",
                "a missing stem; he = {1} | he; he = {2} | he; 5; as many stems as it has",
                "too few forms; he = {1} | he; he = {1}; 4; the 2 forms of the class",
                "a name twice; Łucja; Zoë; 2; the name \"Zoë\" twice",
                "a name of two classes; κουζίνα; jan; 7; the name \"jan\" twice",
                "an unknown slot; to the {place}.; to the {planet}.; 15; a rule, or one of [{person}, {place}]",
                "an unknown form; {person} {went} to; {person.plural} {went} to; 15; {person.plural}",
                "a loop; went | ran; went | {went}; 15; a rule that leads back to itself",
                "an empty wording; {went} to the {place}.; {went} to the {place}. |; 15; an empty wording for move",
                "no rule; move = ; move: ; 15; a rule, name = wording",
                "one wording for two; | to the {place} {person} {went}.; is-in = {person} ran to the {place}.; 16; mean one thing"
            })
    void aMistakeIsRefusedWithItsLine(String what, String from, String to, int line, String message) {
        String wrong = SMALL.replace(from, to);
        assertThat(wrong).as(what).isNotEqualTo(SMALL);
        assertThatThrownBy(() -> read(wrong, 1))
                .as(what)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("words.txt:" + line + ": ")
                .hasMessageContaining(message);
    }

    /** The names of the lexicons that come with the program. */
    static final Set<String> BUILT_IN = Set.copyOf(Lexicon.BUILT_IN);

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void theLexiconsOfTheProgramHaveAllThatTheTasksSay(String name) {
        for (int task = 1; task <= 20; task++) {
            Lexicon lexicon = Lexicon.builtIn(name, task);
            for (Noun noun : Noun.values()) {
                assertThat(lexicon.names(noun).size())
                        .as("%s, task %d", noun, task)
                        .isPositive();
            }
            for (SentenceKind kind : SentenceKind.values()) {
                boolean distracts = kind.title().matches(".*-(?:idles|recalls|sees)");
                if (!(name.equals("babi") && distracts)) {
                    assertThat(lexicon.wordings(kind))
                            .as("%s, task %d", kind, task)
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void anUnknownLexiconIsRefused() {
        assertThatThrownBy(() -> Lexicon.builtIn("latin", 1))
                .hasMessage("latin: found no lexicon of that name, expected one of [english, german, babi], or a file");
    }

    @Test
    void inventedNamesDifferFromEachOtherAndFromThoseListed() {
        Lexicon lexicon = Lexicon.builtIn("english", 1);
        Set<String> seen = new HashSet<>();
        for (Noun noun : Noun.values()) {
            for (int number = 0; noun.isOpen() && number < 20_000; number++) {
                String name = lexicon.names(noun).name(number, 0);
                assertThat(seen.add(name.toLowerCase(Locale.ROOT))).as(name).isTrue();
            }
        }
    }
}
