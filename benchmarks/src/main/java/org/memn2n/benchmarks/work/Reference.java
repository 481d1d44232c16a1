package org.memn2n.benchmarks.work;

import java.util.Comparator;
import java.util.List;
import org.memn2n.ops.Backend;

/** What is right, computed in double precision by the scalar reference. */
public abstract class Reference {
    private final String work;

    /** For the work of this name. */
    protected Reference(String work) {
        this.work = work;
    }

    /** One number by which a peer shows that it computes the same: the loss, or the sum of all absolute results. */
    public abstract double fingerprint();

    /** How far a peer's number may be off, as a share. */
    public abstract double fingerprintTolerance();

    /** How far the results of a backend are off, in the way that a mode computes them; at least one. */
    protected abstract List<Difference> compare(Backend backend, Mode mode);

    /**
     * The difference that comes closest to its tolerance.
     *
     * @throws NotVerifiedException when it is more than rounding
     */
    public final Difference check(Backend backend, Mode mode) {
        Difference worst = compare(backend, mode).stream()
                .max(Comparator.comparingDouble(Difference::used))
                .orElseThrow();
        if (!worst.accepted()) {
            throw new NotVerifiedException(
                    backend.device() + ", shape " + work + ", " + mode.label() + ": " + worst + "; not timed");
        }
        return worst;
    }
}
