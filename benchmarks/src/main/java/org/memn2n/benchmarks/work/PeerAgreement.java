package org.memn2n.benchmarks.work;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.memn2n.io.Json;
import org.memn2n.ops.Backend;

/**
 * Holds a backend against the peers' own numbers for the two smallest shapes: loss, logits and gradients, in
 * {@code networks.json}, made by {@code peers/make_golden.py}. So it is known that all measure the same work.
 */
public final class PeerAgreement {
    /** The numbers of one shape, in double precision. */
    record Network(String shape, double loss, Map<String, double[]> tensors) {
        Results results() {
            Map<String, float[]> floats = new LinkedHashMap<>();
            tensors.forEach((what, values) -> {
                float[] rounded = new float[values.length];
                for (int i = 0; i < values.length; i++) {
                    rounded[i] = (float) values[i];
                }
                floats.put(what, rounded);
            });
            return new Results(loss, floats);
        }
    }

    record Networks(String madeBy, List<Network> networks) {}

    private PeerAgreement() {}

    /**
     * Compares everything.
     *
     * @throws NotVerifiedException when a number is off by more than rounding
     */
    public static List<Difference> check(Backend backend) {
        List<Difference> differences = new ArrayList<>();
        for (Network network : read("networks.json", Networks.class).networks()) {
            NetworkWork work = NetworkWork.of(Shapes.named(network.shape()));
            for (Difference difference : Verification.compare(Verification.results(work, backend), network.results())) {
                if (!difference.accepted()) {
                    throw new NotVerifiedException(backend.device() + ", shape " + network.shape()
                            + ", against the peers' numbers: " + difference + "; not timed");
                }
                differences.add(difference);
            }
        }
        return differences;
    }

    /** A record from a file beside this class. */
    static <T> T read(String file, Class<T> type) {
        try (InputStream stream = Objects.requireNonNull(PeerAgreement.class.getResourceAsStream(file), file)) {
            return Json.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8), type, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
