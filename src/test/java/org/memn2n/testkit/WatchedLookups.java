package org.memn2n.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Batch;
import org.memn2n.ops.Kernels;
import org.memn2n.ops.Ops;
import org.memn2n.ops.SentenceEncoding;
import org.memn2n.ops.Sentences;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import org.memn2n.tensor.StoryBatch;
import org.memn2n.tensor.WordLists;

/** The scalar backend, which writes down what is looked up in tables and how many rows are copied. */
public final class WatchedLookups implements Backend {
    private final ScalarBackend scalar = new ScalarBackend(Precision.SINGLE);
    private final IdentityHashMap<Sentences, WordLists> uploaded = new IdentityHashMap<>();
    private final List<Lookup> lookups = new ArrayList<>();
    private final Set<String> operations = new TreeSet<>();
    private long rowsCopied;

    /**
     * A lookup.
     *
     * @param words the ids of all words of its sentences
     * @param encoding how they became vectors
     */
    public record Lookup(List<Integer> words, SentenceEncoding encoding) {}

    /** What was looked up since the last call, in its order. */
    public List<Lookup> lookups() {
        List<Lookup> result = List.copyOf(lookups);
        lookups.clear();
        return result;
    }

    /** The names of all operations so far. */
    public Set<String> operations() {
        return operations;
    }

    /** How many rows were copied so far. */
    public long rowsCopied() {
        return rowsCopied;
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
        return new Ops((Kernels) Proxy.newProxyInstance(
                Kernels.class.getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    operations.add(method.getName());
                    Object result;
                    try {
                        result = method.invoke(kernels, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                    if (result instanceof Batch batch) {
                        uploaded.put(batch.memories(), ((StoryBatch) arguments[0]).memories());
                        uploaded.put(batch.queries(), ((StoryBatch) arguments[0]).queries());
                    } else if (method.getName().equals("embed")) {
                        int[] words = Objects.requireNonNull(uploaded.get((Sentences) arguments[0]))
                                .words();
                        List<Integer> ids = Arrays.stream(words).boxed().toList();
                        lookups.add(new Lookup(ids, (SentenceEncoding) arguments[1]));
                    } else if (method.getName().equals("copyRows")) {
                        rowsCopied += (Integer) arguments[4];
                    }
                    return result;
                }));
    }

    @Override
    public void close() {
        scalar.close();
    }
}
