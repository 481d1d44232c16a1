package org.memn2n.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/** Queues that write down what is launched, and kernels that do in single operations what others fuse. */
public final class Watched {
    private Watched() {}

    /** The queue, with every launch written down. */
    public static GpuQueue queue(GpuQueue queue, List<GpuKernel> launched) {
        return (GpuQueue) Proxy.newProxyInstance(
                GpuQueue.class.getClassLoader(), new Class<?>[] {GpuQueue.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("launch")) {
                        launched.add((GpuKernel) arguments[0]);
                    }
                    return invoke(queue, method, arguments);
                });
    }

    /**
     * The same kernels with fused operations as the interface composes them.
     *
     * @param missing an operation that is left out, or none
     * @param kept fused operations that stay as they are
     */
    public static Kernels composed(Kernels fused, String missing, String... kept) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.isDefault() && !List.of(kept).contains(method.getName())) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    return method.getName().equals(missing) ? null : invoke(fused, method, arguments);
                });
    }

    private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
