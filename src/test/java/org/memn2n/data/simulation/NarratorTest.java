package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.math3.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.memn2n.random.RandomStreams;

class NarratorTest {
    private final Narrator narrator = new Narrator(new Lexicon(
            List.of("Emma", "Nora"),
            List.of("kitchen", "attic"),
            List.of("lamp", "key"),
            List.of("went to", "ran to"),
            List.of("took", "got"),
            List.of("left", "put down")));

    @Test
    void eventsAreToldWithAllSynonyms() {
        assertThat(tellings(new Event.Move(0, 1)))
                .containsExactlyInAnyOrder("Emma went to the attic.", "Emma ran to the attic.");
        assertThat(tellings(new Event.Take(1, 0)))
                .containsExactlyInAnyOrder("Nora took the lamp.", "Nora got the lamp.");
        assertThat(tellings(new Event.Drop(1, 1)))
                .containsExactlyInAnyOrder("Nora left the key.", "Nora put down the key.");
    }

    @Test
    void questionsAndAnswersAreWords() {
        StringBuilder text = new StringBuilder();
        narrator.ask(new Question.PlaceOfPerson(1), text);
        text.append(' ');
        narrator.ask(new Question.PlaceOfObject(0), text);
        text.append(' ');
        narrator.answer(new Answer(1, List.of(3)), text);
        assertThat(text).hasToString("Where is Nora? Where is the lamp? attic");
    }

    private Set<String> tellings(Event event) {
        RandomGenerator random = RandomStreams.of(5);
        Set<String> tellings = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            StringBuilder text = new StringBuilder();
            narrator.tell(event, random, text);
            tellings.add(text.toString());
        }
        return tellings;
    }
}
