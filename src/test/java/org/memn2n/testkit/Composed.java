package org.memn2n.testkit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.memn2n.ops.Kernels;

/** Kernels that do in single operations what others fuse. */
public final class Composed {
    private Composed() {}

    /**
     * The same kernels with fused operations as the interface composes them.
     *
     * @param missing an operation that is left out; no name leaves none out
     * @param kept fused operations that stay as they are
     */
    public static Kernels of(Kernels fused, String missing, String... kept) {
        return (Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.isDefault() && !List.of(kept).contains(method.getName())) {
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals(missing)) {
                        return null;
                    }
                    try {
                        return method.invoke(fused, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
