package org.memn2n.data.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuessingTest {
    @Test
    void answersThatDependOnTheQuestionAreSeen() {
        List<StoryLines.Asked> given =
                List.of(asked("Emma", "attic"), asked("Emma", "attic"), asked("Nora", "barn"), asked("Nora", "attic"));
        assertThat(Guessing.answers(given)).isEqualTo(Map.of("attic", 3, "barn", 1));
        assertThat(Guessing.bestShareFromQuestions(given)).isEqualTo(0.75);
    }

    private static StoryLines.Asked asked(String subject, String answer) {
        return new StoryLines.Asked(2, subject, answer, List.of(1));
    }
}
