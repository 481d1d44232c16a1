package org.memn2n.ops.scalar;

import org.memn2n.ops.Tally;

/** A tally of the scalar backend: plain fields. */
final class ScalarTally implements Tally {
    double loss;
    long wrong;
    long examples;
    boolean lossFault;
    Fault fault = new Fault(0, Fault.NONE);

    void reset() {
        loss = 0;
        wrong = 0;
        examples = 0;
        lossFault = false;
        fault = new Fault(0, Fault.NONE);
    }

    Values values() {
        // A loss that no update has followed yet, as in an evaluation, has no step.
        boolean unstepped = lossFault && !fault.present();
        return new Values(loss, wrong, examples, unstepped ? new Fault(0, Fault.LOSS) : fault);
    }

    @Override
    public void close() {}
}
