package org.memn2n.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Extents that can be trusted everywhere else. */
class ShapeTest {
    @Test
    void sizeIsTheProductOfTheExtents() {
        assertThat(Shape.of(2, 3, 4).size()).isEqualTo(24);
        assertThat(Shape.of(2, 3, 4).rank()).isEqualTo(3);
        assertThat(Shape.of(2, 3, 4).extent(0)).isEqualTo(2);
        assertThat(Shape.of(2, 3, 4).extent(2)).isEqualTo(4);
        assertThat(Shape.of().size()).isEqualTo(1);
        assertThat(Shape.of().rank()).isZero();
        assertThatThrownBy(() -> Shape.of(2).extent(1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void extentsMayBeZero() {
        assertThat(Shape.of(0).size()).isZero();
        assertThat(Shape.of(0, Integer.MAX_VALUE, Integer.MAX_VALUE).size()).isZero();
        assertThat(Shape.of(Integer.MAX_VALUE, 0).size()).isZero();
    }

    @Test
    void negativeExtentsAreRefused() {
        for (int[] extents : new int[][] {{-1}, {3, -2}, {0, -1}, {Integer.MIN_VALUE, Integer.MIN_VALUE}}) {
            assertThatThrownBy(() -> Shape.of(extents))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("negative extent")
                    .hasMessageContaining(String.valueOf(extents[extents.length - 1]));
        }
    }

    @Test
    void tooManyElementsAreRefused() {
        assertThat(Shape.of(Integer.MAX_VALUE).size()).isEqualTo(Integer.MAX_VALUE);
        assertThat(Shape.of(46340, 46340).size()).isEqualTo(46340 * 46340);
        int[][] tooLarge = {
            {46341, 46341},
            {1 << 16, 1 << 15},
            {Integer.MAX_VALUE, 2},
            {1 << 30, 1 << 30, 1 << 30, 1 << 30},
            // products that wrap around to something small, or to zero
            {1 << 16, 1 << 16},
            {1 << 16, (1 << 16) + 1},
            {1 << 30, 4, 1 << 30}
        };
        for (int[] extents : tooLarge) {
            assertThatThrownBy(() -> Shape.of(extents))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("more than 2147483647 elements")
                    .hasMessageContaining(String.valueOf(extents[0]));
        }
    }

    @Test
    void equalExtentsAreEqualShapes() {
        assertThat(Shape.of(2, 3)).isEqualTo(Shape.of(2, 3)).hasSameHashCodeAs(Shape.of(2, 3));
        assertThat(Shape.of(2, 3))
                .isNotEqualTo(Shape.of(3, 2))
                .isNotEqualTo(Shape.of(6))
                .isNotEqualTo(Shape.of(2, 3, 1))
                .isNotEqualTo("[2, 3]")
                .isNotEqualTo(null);
        assertThat(Shape.of(2, 3)).hasToString("[2, 3]");
    }

    @Test
    void nobodyElseHoldsTheExtents() {
        int[] extents = {2, 3};
        Shape shape = Shape.of(extents);
        extents[0] = 9;
        shape.extents()[1] = 9;
        assertThat(shape.extents()).containsExactly(2, 3);
    }
}
