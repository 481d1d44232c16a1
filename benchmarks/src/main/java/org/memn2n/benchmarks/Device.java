package org.memn2n.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;

/**
 * A backend with the number of threads it may use.
 *
 * @param name as in {@link Backends#open}
 * @param threads of the CPU; {@link #GPU} for a GPU
 * @param opener gives the backend of a name
 */
record Device(String name, int threads, Function<String, Backend> opener) {
    /** A number of threads that means nothing. */
    static final int GPU = 0;

    /** Read by backends with a pool of threads when they are opened. */
    private static final String THREADS = "memn2n.threads";

    /** The backend once for each number of threads that it can be told. */
    static List<Device> of(String name, List<Integer> threads, Function<String, Backend> opener) {
        if (name.startsWith("cuda") || name.startsWith("opencl")) {
            return List.of(new Device(name, GPU, opener));
        }
        if (name.equals("scalar")) {
            return List.of(new Device(name, 1, opener));
        }
        List<Device> devices = new ArrayList<>();
        threads.forEach(count -> devices.add(new Device(name, count, opener)));
        return devices;
    }

    boolean gpu() {
        return threads == GPU;
    }

    /** Opens it, telling a backend on the CPU its number of threads. */
    Backend open() {
        if (!gpu()) {
            System.setProperty(THREADS, Integer.toString(threads));
        }
        return opener.apply(name);
    }
}
