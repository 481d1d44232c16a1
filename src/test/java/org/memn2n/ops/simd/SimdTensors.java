package org.memn2n.ops.simd;

import java.util.Arrays;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** Tensors of the SIMD backend, without a backend around them. */
final class SimdTensors {
    /** What {@link #dirty} is full of. */
    static final float DIRT = 0.75f;

    private SimdTensors() {}

    static SimdTensor of(HostTensor values) {
        SimdTensor tensor = new SimdTensor(values.shape());
        tensor.upload(values.values());
        return tensor;
    }

    /** A matrix that has been used before. */
    static SimdTensor dirty(int rows, int columns) {
        HostTensor values = HostTensor.zeros(Shape.of(rows, columns));
        Arrays.fill(values.values(), DIRT);
        return of(values);
    }

    static float[] values(SimdTensor tensor) {
        float[] values = new float[tensor.shape().size()];
        tensor.download(values);
        return values;
    }
}
