package org.memn2n.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.HostTensor;
import org.memn2n.tensor.Shape;

/** Tables on a device that has no room after so many allocations. */
class GrowingRowsTest {
    private final List<Tensor> allocated = new ArrayList<>();
    private int room = Integer.MAX_VALUE;

    private Ops ops() {
        Kernels right = new ScalarBackend(Precision.SINGLE).newKernels();
        return new Ops((Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    boolean allocates = method.getName().equals("allocate");
                    if (allocates && room-- == 0) {
                        throw new OutOfDeviceMemoryException("planted");
                    }
                    Object result = method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, arguments)
                            : method.invoke(right, arguments);
                    if (allocates) {
                        allocated.add((Tensor) result);
                    }
                    return result;
                }));
    }

    /** The rows of what is not closed. */
    private List<Integer> rows() {
        return allocated.stream()
                .filter(tensor -> tensor.shape().rank() == 2)
                .map(tensor -> tensor.shape().extent(0))
                .toList();
    }

    @Test
    void tablesThatCannotGrowStayAsTheyAre() {
        try (Ops ops = ops();
                Tensor from = ops.upload(new HostTensor(Shape.of(4, 1), new float[] {1, 2, 3, 4}));
                GrowingRows tables = new GrowingRows(2, 1, 2, 10, ops)) {
            tables.write(List.of(from, from), 0, 0, 2);
            room = 1;
            assertThatThrownBy(() -> tables.write(List.of(from, from), 2, 2, 2))
                    .isInstanceOf(OutOfDeviceMemoryException.class);
            assertThat(rows()).as("of the source and the tables").containsExactly(4, 2, 2);

            room = Integer.MAX_VALUE;
            tables.write(List.of(from, from), 2, 2, 2);
            assertThat(rows()).containsExactly(4, 4, 4);
            for (Tensor table : tables.tables()) {
                assertThat(ops.download(table).values()).containsExactly(1, 2, 3, 4);
            }
        }
    }

    @Test
    void tablesThatCannotBeMadeLeaveNothing() {
        try (Ops ops = ops()) {
            room = 1;
            assertThatThrownBy(() -> new GrowingRows(2, 1, 2, 10, ops)).isInstanceOf(OutOfDeviceMemoryException.class);
            assertThat(allocated).hasSize(1);
            assertThat(rows()).isEmpty();
        }
    }
}
