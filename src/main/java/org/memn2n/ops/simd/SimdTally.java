package org.memn2n.ops.simd;

import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Tally;

/** A tally of the SIMD backend: plain fields. */
final class SimdTally implements Tally {
    private static final Fault NONE = new Fault(0, Fault.NONE);

    double loss;
    long wrong;
    long examples;
    boolean lossFault;
    Fault fault = NONE;

    static SimdTally of(Tally tally) {
        if (tally instanceof SimdTally simd) {
            return simd;
        }
        throw new DeviceException("a tally of another backend was handed to the simd backend");
    }

    void reset() {
        loss = 0;
        wrong = 0;
        examples = 0;
        lossFault = false;
        fault = NONE;
    }

    Values values() {
        // A loss that no update has followed yet, as in an evaluation, has no step.
        boolean unstepped = lossFault && !fault.present();
        return new Values(loss, wrong, examples, unstepped ? new Fault(0, Fault.LOSS) : fault);
    }

    @Override
    public void close() {}
}
