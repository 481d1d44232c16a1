package org.memn2n.ops.cuda;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuQueue;

/** A queue whose launches are written down. */
final class WatchedQueue {
    private WatchedQueue() {}

    /** This queue; every kernel launched on it is added to the list. */
    static GpuQueue of(GpuQueue queue, List<GpuKernel> launched) {
        return (GpuQueue) Proxy.newProxyInstance(
                GpuQueue.class.getClassLoader(), new Class<?>[] {GpuQueue.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("launch")) {
                        launched.add((GpuKernel) arguments[0]);
                    }
                    return invoke(queue, method, arguments);
                });
    }

    /** This queue, which is not closed with what works on it. */
    static GpuQueue keptOpen(GpuQueue queue) {
        return (GpuQueue) Proxy.newProxyInstance(
                GpuQueue.class.getClassLoader(),
                new Class<?>[] {GpuQueue.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : invoke(queue, method, arguments));
    }

    /** The call, with what it throws unwrapped. */
    static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
