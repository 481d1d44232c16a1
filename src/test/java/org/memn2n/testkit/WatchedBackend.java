package org.memn2n.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;

/** The scalar backend, watched at each update: to look, to plant or to ask for a stop at an exact step. */
public final class WatchedBackend implements Backend {
    private final ScalarBackend scalar = new ScalarBackend(Precision.SINGLE);
    private final AtomicInteger queues = new AtomicInteger();
    private final Watcher watcher;

    /** Hears of every update, on the thread that makes it. */
    public interface Watcher {
        /** Gradients are complete, nothing is changed yet. */
        default void before(Update update) {}

        /** The update is done. */
        default void after(Update update) {}
    }

    /**
     * One update.
     *
     * @param queue which of the backend's queues makes it, from 1
     * @param step its number
     * @param parameters what it changes
     * @param rule how
     * @param tally the sums that it reads
     * @param kernels to read tensors and the tally
     */
    public record Update(
            int queue, long step, List<Trained> parameters, UpdateRule rule, Tally tally, Kernels kernels) {}

    /** A backend with this watcher. */
    public WatchedBackend(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public String name() {
        return scalar.name();
    }

    @Override
    public String device() {
        return scalar.device();
    }

    @Override
    public Ops newOps() {
        Kernels kernels = scalar.newKernels();
        int queue = queues.incrementAndGet();
        return new Ops((Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("update")) {
                        Update update = update(queue, kernels, arguments);
                        watcher.before(update);
                        method.invoke(kernels, arguments);
                        watcher.after(update);
                        return null;
                    }
                    try {
                        return method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                }));
    }

    @SuppressWarnings("unchecked")
    private static Update update(int queue, Kernels kernels, Object[] arguments) {
        return new Update(
                queue,
                (Long) arguments[2],
                (List<Trained>) arguments[0],
                (UpdateRule) arguments[1],
                (Tally) arguments[3],
                kernels);
    }

    @Override
    public void close() {
        scalar.close();
    }
}
