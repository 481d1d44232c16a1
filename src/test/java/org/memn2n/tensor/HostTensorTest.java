package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostTensorTest {
    @Test
    void thereAreAsManyValuesAsTheShapeSays() {
        assertThat(new HostTensor(Shape.of(2, 2), new float[4]).values()).hasSize(4);
        assertThat(new HostTensor(Shape.of(), new float[1]).values()).hasSize(1);
        for (int found : new int[] {0, 3, 5}) {
            assertThatThrownBy(() -> new HostTensor(Shape.of(2, 2), new float[found]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("shape [2, 2] needs 4 values, found " + found);
        }
    }

    @Test
    void zerosAreZero() {
        assertThat(HostTensor.zeros(Shape.of(3)).values()).containsExactly(0, 0, 0);
        assertThat(HostTensor.zeros(Shape.of(0, 5)).values()).isEmpty();
    }

    @Test
    void valuesAreNotCopied() {
        float[] values = {1, 2};
        HostTensor tensor = new HostTensor(Shape.of(2), values);
        values[1] = 7;
        assertThat(tensor.values()).isSameAs(values).containsExactly(1, 7);
    }
}
