package org.memn2n.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.memn2n.data.Validation;

class TrainingOptionsTest {
    @Test
    void numbersThatMakeNoSenseAreNamed() {
        Map<UnaryOperator<TrainingOptions.Builder>, String> wrong = new LinkedHashMap<>();
        wrong.put(builder -> builder.epochs(-1), "epochs must be 0 or more, found -1");
        wrong.put(builder -> builder.batchSize(0), "batch size must be 1 or more, found 0");
        wrong.put(builder -> builder.learningRate(0), "learning rate must be above 0 and below 1,000,000, found 0.0");
        wrong.put(
                builder -> builder.learningRate(Double.NaN),
                "learning rate must be above 0 and below 1,000,000, found NaN");
        wrong.put(builder -> builder.learningRate(Double.POSITIVE_INFINITY), "found Infinity");
        wrong.put(builder -> builder.halveEvery(0), "epochs between halvings must be 1 or more, found 0");
        wrong.put(builder -> builder.clipThreshold(0), "clip threshold must be above 0 and finite, found 0.0");
        wrong.put(builder -> builder.clipThreshold(Double.NaN), "clip threshold must be above 0 and finite, found NaN");
        wrong.put(builder -> builder.clipThreshold(Double.POSITIVE_INFINITY), "clip threshold");
        wrong.put(builder -> builder.linearEpochs(-1), "linear epochs must be 0 or more, found -1");
        wrong.put(
                builder -> builder.linearLearningRate(-1),
                "linear learning rate must be above 0 and below 1,000,000, found -1.0");
        wrong.put(
                builder -> builder.validationFraction(1),
                "validation fraction must be 0 or more and below 1, found 1.0");
        wrong.put(
                builder -> builder.validationFraction(-0.1),
                "validation fraction must be 0 or more and below 1, found -0.1");
        wrong.put(builder -> builder.noiseFraction(1.1), "noise fraction must be 0 to 1, found 1.1");
        wrong.put(builder -> builder.noiseFraction(Double.NaN), "noise fraction must be 0 to 1, found NaN");
        wrong.put(builder -> builder.restarts(0), "number of restarts must be 1 or more, found 0");

        wrong.forEach((change, message) -> assertThatThrownBy(
                        () -> change.apply(TrainingOptions.paper()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message));
    }

    @Test
    void theRecipesAreThoseOfThePaper() {
        TrainingOptions one = TrainingOptions.paper().build();
        TrainingOptions joint = TrainingOptions.paperJoint().build();

        assertThat(one.epochs()).isEqualTo(100);
        assertThat(one.halveEvery()).isEqualTo(25);
        assertThat(one.batchSize()).isEqualTo(32);
        assertThat(one.clipThreshold()).isEqualTo(40);
        assertThat(one.clipping().threshold()).isEqualTo(40);
        assertThat(one.validationFraction()).isEqualTo(0.1);
        assertThat(joint.epochs()).isEqualTo(60);
        assertThat(joint.halveEvery()).isEqualTo(15);
        assertThat(joint.validation()).isEqualTo(Validation.RANDOM);
    }
}
