package org.memn2n.data.simulation.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.memn2n.data.DataException;
import org.memn2n.data.simulation.world.Answer;
import org.memn2n.data.simulation.world.Clause;
import org.memn2n.data.simulation.world.Noun;
import org.memn2n.data.simulation.world.Population;
import org.memn2n.data.simulation.world.Question;
import org.memn2n.data.simulation.world.SentenceKind;
import org.memn2n.random.SplitMix;

class NarratorTest {
    private static final Population POPULATION = Population.NONE
            .with(Noun.PERSON, 3)
            .with(Noun.PLACE, 3)
            .with(Noun.OBJECT, 3)
            .with(Noun.FIGURE, 5)
            .with(Noun.TIME, 2);

    private final Narrator english = narrator("english");
    private final Narrator german = narrator("german");

    private static Narrator narrator(String lexicon) {
        return new Narrator(Lexicon.builtIn(lexicon, 1), POPULATION, 0);
    }

    @Test
    void sentencesAreToldInAllTheirWordings() {
        assertThat(tellings(english, SentenceKind.GIVE.of(0, 1, 2)))
                .containsExactlyInAnyOrder(
                        "Emma gave the book to Nora.",
                        "Emma handed the book to Nora.",
                        "Emma passed the book to Nora.",
                        "Emma gave Nora the book.",
                        "Emma handed Nora the book.",
                        "Emma passed Nora the book.");
        assertThat(tellings(english, SentenceKind.MOVE_ON.of(1, 0)))
                .hasSize(24)
                .contains("After that he went to the kitchen.", "Then he ran to the kitchen.");
    }

    @Test
    void wordOrderAndInflectionAreTheLanguages() {
        assertThat(tellings(german, SentenceKind.TAKE.of(0, 1)))
                .containsExactlyInAnyOrder(
                        "Anna nahm den Schlüssel.", "Anna hob den Schlüssel auf.", "Anna packte den Schlüssel ein.");
        assertThat(tellings(german, SentenceKind.MOVE_AT.of(1, 2, 0)))
                .contains("Gestern ging Jonas ins Bad.", "Jonas lief gestern ins Bad.");
        assertThat(tellings(german, SentenceKind.DOES_FIGURE_LIE.of(0, 1, 4)))
                .containsExactly("Liegt der rote Kreis rechts von dem blauen Stern?");
        assertThat(tellings(german, SentenceKind.WHERE_WAS_OBJECT.of(2, 1)))
                .containsExactly("Wo war das Buch, bevor es in den Keller kam?");
    }

    @Test
    void answersAreWordsAndListsOfWords() {
        assertThat(answer(SentenceKind.WHAT_IS_CARRIED, List.of(2, 0))).isEqualTo("key,lamp");
        assertThat(answer(SentenceKind.WHAT_IS_CARRIED, List.of())).isEqualTo("nothing");
        assertThat(answer(SentenceKind.HOW_MANY, List.of(0))).isEqualTo("none");
        assertThat(answer(SentenceKind.HOW_TO_GO, List.of(3, 2))).isEqualTo("w,s");
        assertThat(answer(SentenceKind.IS_PERSON_IN, List.of(2))).isEqualTo("maybe");
    }

    private String answer(SentenceKind asked, List<Integer> things) {
        StringBuilder text = new StringBuilder();
        english.answer(new Question(asked.of(0, 0), new Answer(things, List.of(1))), text);
        return text.toString();
    }

    @Test
    void whatTheLexiconCannotSayIsRefused() {
        assertThatThrownBy(() -> english.tell(SentenceKind.FEARS.of(0, 1), SplitMix.of(1), new StringBuilder()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no wording of fears");
    }

    private static Set<String> tellings(Narrator narrator, Clause clause) {
        SplitMix random = SplitMix.of(5);
        Set<String> tellings = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            narrator.tell(clause, random, text);
            tellings.add(text.toString());
        }
        return tellings;
    }
}
