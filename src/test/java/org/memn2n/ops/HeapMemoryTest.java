package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeapMemoryTest {
    @Test
    void aFullHeapIsTheLackOfMemoryOfADevice() {
        assertThat(HeapMemory.take(() -> "it", 12, () -> new float[3])).hasSize(3);
        assertThatThrownBy(() -> HeapMemory.take(() -> "simd: a tensor of shape [7]", 5L << 30, () -> {
                    throw new OutOfMemoryError("planted");
                }))
                .isInstanceOf(OutOfDeviceMemoryException.class)
                .hasMessageStartingWith("simd: a tensor of shape [7] needs 5120 MiB, for which the Java heap of ")
                .hasMessageEndingWith(" MiB has no room; give it more with -Xmx, or use a smaller one");
    }
}
