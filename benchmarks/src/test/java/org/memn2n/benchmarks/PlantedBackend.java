package org.memn2n.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import org.memn2n.ops.Backend;
import org.memn2n.ops.EmbeddingTable;
import org.memn2n.ops.Hop;
import org.memn2n.ops.HopGradient;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.StoryPass;
import org.memn2n.ops.StoryPassGradient;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.ops.scalar.ScalarTensor;

/** The scalar backend with one operation wrong: an update that does nothing, others off in one element. */
public record PlantedBackend(String operation) implements Backend {
    @Override
    public String name() {
        return "planted";
    }

    @Override
    public String device() {
        return "scalar with an error in " + operation;
    }

    @Override
    public Ops newOps() {
        Kernels right = new ScalarBackend(Precision.SINGLE).newKernels();
        return new Ops((Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    boolean wrong = method.getName().equals(operation);
                    if (wrong && operation.equals("update")) {
                        return null;
                    }
                    Object result = method.isDefault()
                            ? InvocationHandler.invokeDefault(proxy, method, arguments)
                            : method.invoke(right, arguments);
                    if (wrong) {
                        Arrays.stream(arguments).forEach(PlantedBackend::disturb);
                    }
                    return result;
                }));
    }

    private static void disturb(Object argument) {
        if (argument instanceof ScalarTensor tensor && tensor.shape().size() > 0) {
            tensor.values()[tensor.shape().size() / 2] += 1e-2;
        } else if (argument instanceof EmbeddingTable table) {
            disturb(table.words());
        } else if (argument instanceof Hop hop) {
            disturb(hop.next());
        } else if (argument instanceof HopGradient gradient) {
            disturb(gradient.state());
        } else if (argument instanceof StoryPass pass) {
            disturb(pass.lastState());
        } else if (argument instanceof StoryPassGradient gradient) {
            disturb(gradient.tables());
        } else if (argument instanceof List<?> list) {
            list.forEach(PlantedBackend::disturb);
        }
    }

    @Override
    public void close() {}
}
