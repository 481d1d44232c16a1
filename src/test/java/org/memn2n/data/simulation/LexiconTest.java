package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LexiconTest {
    private static final List<String> MOVING = List.of("went to");
    private static final List<String> TAKING = List.of("took");
    private static final List<String> DROPPING = List.of("left");

    @Test
    void englishHasSixteenOfEach() {
        assertThat(Lexicon.english().people()).hasSize(16);
        assertThat(Lexicon.english().places()).hasSize(16);
        assertThat(Lexicon.english().objects()).hasSize(16);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two words", "tab\t", "line\n", "a.", "7", "\uD83D\uDCA1"})
    void aNameThatIsNotOneWordOfLettersIsRefused(String name) {
        assertThatThrownBy(() -> new Lexicon(List.of("Emma", name), List.of(), List.of(), MOVING, TAKING, DROPPING))
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessageStartingWith("word 1 of people in the lexicon is \"" + name + "\"; use letters only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " went", "went  to", "went\tto", "went."})
    void aMalformedVerbIsRefused(String verb) {
        assertThatThrownBy(() -> new Lexicon(List.of(), List.of(), List.of(), List.of(verb), TAKING, DROPPING))
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessageContaining("word 0 of moving")
                .hasMessageContaining("single spaces");
    }

    @Test
    void ambiguousWordsAreRefused() {
        assertThatThrownBy(
                        () -> new Lexicon(List.of("Rose"), List.of(), List.of("key", "rose"), MOVING, TAKING, DROPPING))
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessage("word 1 of objects, \"rose\", is in the lexicon twice; remove one");
        assertThatThrownBy(() -> new Lexicon(List.of(), List.of(), List.of(), MOVING, TAKING, TAKING))
                .hasMessage("word 0 of dropping, \"took\", is in the lexicon twice; remove one");
    }

    @Test
    void aLexiconWithoutVerbsIsRefused() {
        assertThatThrownBy(() -> new Lexicon(List.of(), List.of(), List.of(), MOVING, List.of(), DROPPING))
                .isInstanceOf(SimulationSettingsException.class)
                .hasMessage("the lexicon has no verbs for taking; give at least one");
    }

    @Test
    void theListsAreCopied() {
        List<String> people = new ArrayList<>(List.of("Emma"));
        Lexicon lexicon = new Lexicon(people, List.of(), List.of(), MOVING, TAKING, DROPPING);
        people.clear();
        assertThat(lexicon.people()).containsExactly("Emma");
    }
}
