package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.model.ParameterLayout.Memory;
import org.memn2n.model.ParameterLayout.Spec;
import org.memn2n.tensor.Shape;

/** Which tensors each kind of tying has, and which hop uses which (paper section 2.2). */
class ParameterLayoutTest {
    private static final int WORDS = 9;
    private static final int SLOTS = 4;
    private static final int DIMENSION = 3;

    private static ModelOptions.Builder options(Tying tying) {
        return ModelOptions.paper().tying(tying).hops(2).dimension(DIMENSION);
    }

    private static ParameterLayout layout(ModelOptions.Builder options) {
        ModelOptions built = options.build();
        List<Integer> answers = built.output() == OutputLayer.ANSWERS ? List.of(3, 5) : List.of();
        return new ParameterLayout(new ModelConfig(built, WORDS, SLOTS, 0, answers));
    }

    private static List<String> names(ParameterLayout layout) {
        return layout.specs().stream().map(Spec::name).toList();
    }

    private static Spec spec(ParameterLayout layout, String name) {
        return layout.specs().stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void adjacentTyingSharesEachOutputWithTheNextInput() {
        ParameterLayout layout = layout(options(Tying.ADJACENT));

        assertThat(names(layout)).containsExactly("E0", "T0", "E1", "T1", "E2", "T2");
        assertThat(layout.memories()).containsExactly(new Memory(0, 1), new Memory(2, 3), new Memory(4, 5));
        assertThat(layout.query()).as("B is the first A").isZero();
        assertThat(layout.answer()).as("W is the last C").isEqualTo(4);
        assertThat(layout.outputMemory(0)).isEqualTo(layout.inputMemory(1)).isEqualTo(1);
        assertThat(layout.map()).isEqualTo(ParameterLayout.ABSENT);
    }

    @Test
    void layerWiseTyingHasOneInputAndOneOutputForAllHops() {
        ParameterLayout layout = layout(options(Tying.LAYER_WISE).linearMap(true));

        assertThat(names(layout)).containsExactly("A", "T_A", "C", "T_C", "B", "W", "H");
        assertThat(layout.memories()).hasSize(2);
        assertThat(layout.inputMemory(0)).isEqualTo(layout.inputMemory(1)).isZero();
        assertThat(layout.outputMemory(0)).isEqualTo(layout.outputMemory(1)).isEqualTo(1);
        assertThat(spec(layout, "H")).isEqualTo(new Spec("H", Shape.of(DIMENSION, DIMENSION), false));
    }

    @Test
    void withoutTyingEveryHopHasItsOwn() {
        ParameterLayout layout = layout(options(Tying.NONE));

        assertThat(names(layout)).containsExactly("A1", "T_A1", "C1", "T_C1", "A2", "T_A2", "C2", "T_C2", "B", "W");
        assertThat(layout.inputMemory(1)).isEqualTo(2);
        assertThat(layout.outputMemory(1)).isEqualTo(3);
    }

    @Test
    void timesAreTablesWordsOrNothing() {
        ParameterLayout table = layout(options(Tying.ADJACENT).time(TimeEncoding.TABLE));
        ParameterLayout word = layout(options(Tying.ADJACENT).time(TimeEncoding.WORD));
        ParameterLayout none = layout(options(Tying.ADJACENT).time(TimeEncoding.NONE));

        assertThat(spec(table, "E0").shape()).isEqualTo(Shape.of(WORDS, DIMENSION));
        assertThat(spec(table, "T0")).isEqualTo(new Spec("T0", Shape.of(SLOTS, DIMENSION), false));
        assertThat(names(word)).isEqualTo(names(none)).containsExactly("E0", "E1", "E2");
        assertThat(spec(word, "E0").shape()).isEqualTo(Shape.of(WORDS + SLOTS, DIMENSION));
        assertThat(spec(none, "E0").shape()).isEqualTo(Shape.of(WORDS, DIMENSION));
        assertThat(none.memories()).allMatch(memory -> memory.times() == ParameterLayout.ABSENT);
    }

    @Test
    void aConstantQueryHasNoTable() {
        assertThat(layout(options(Tying.ADJACENT).query(Query.CONSTANT)).query())
                .isEqualTo(ParameterLayout.ABSENT);
        ParameterLayout layerWise = layout(options(Tying.LAYER_WISE).query(Query.CONSTANT));
        assertThat(layerWise.query()).isEqualTo(ParameterLayout.ABSENT);
        assertThat(names(layerWise)).doesNotContain("B").contains("W");
    }

    @Test
    void nullRowsAreThoseOfWordTables() {
        for (Tying tying : Tying.values()) {
            for (Spec spec : layout(options(tying).linearMap(true)).specs()) {
                boolean words = !spec.name().startsWith("T") && !spec.name().equals("H");
                assertThat(spec.nullRow()).as("%s %s", tying, spec.name()).isEqualTo(words);
            }
        }
    }

    @Test
    void anOutputOfAnswersPicksRowsWhereWIsTiedAndHasItsOwnElsewhere() {
        ParameterLayout tied = layout(options(Tying.ADJACENT).output(OutputLayer.ANSWERS));
        ParameterLayout own = layout(options(Tying.LAYER_WISE).output(OutputLayer.ANSWERS));

        assertThat(tied.picksAnswerRows()).isTrue();
        assertThat(spec(tied, "E2").shape()).isEqualTo(Shape.of(WORDS, DIMENSION));
        assertThat(own.picksAnswerRows()).isFalse();
        assertThat(spec(own, "W"))
                .as("row 0 is an answer, not the null word")
                .isEqualTo(new Spec("W", Shape.of(2, DIMENSION), false));
        assertThat(layout(options(Tying.ADJACENT)).picksAnswerRows()).isFalse();
    }
}
