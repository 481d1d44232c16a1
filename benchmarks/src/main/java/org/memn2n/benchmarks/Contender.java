package org.memn2n.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.benchmarks.report.Made;
import org.memn2n.benchmarks.report.Measurement;
import org.memn2n.benchmarks.report.Measurement.Checked;
import org.memn2n.benchmarks.timing.Sample;
import org.memn2n.benchmarks.timing.Sampler;
import org.memn2n.benchmarks.work.Difference;
import org.memn2n.benchmarks.work.Mode;
import org.memn2n.benchmarks.work.NetworkRun;
import org.memn2n.benchmarks.work.NetworkWork;
import org.memn2n.benchmarks.work.PeerAgreement;
import org.memn2n.benchmarks.work.Verification;
import org.memn2n.benchmarks.work.WorkShape;
import org.memn2n.ops.Backend;

/** One of our backends in one mode: verified, warmed up, then sampled round by round. */
final class Contender implements AutoCloseable {
    private final Device device;
    private final Backend backend;
    private final NetworkRun run;
    private final Mode mode;
    private final WorkShape shape;
    private final Checked checked;
    private final Sampler.Warm warm;
    private final List<Sample> rounds = new ArrayList<>();

    /**
     * Verifies and warms up.
     *
     * @throws org.memn2n.benchmarks.work.NotVerifiedException when the backend does not compute what the reference does
     */
    Contender(Device device, NetworkWork work, Mode mode, Verification verification, Sampler sampler) {
        this.device = device;
        this.mode = mode;
        this.shape = work.shape();
        this.backend = device.open();
        PeerAgreement.check(backend);
        Difference worst = verification.check(backend, mode).get(0);
        this.checked =
                new Checked("scalar reference in double precision", worst.what(), worst.largest(), worst.tolerance());
        this.run = new NetworkRun(work, backend);
        this.warm = sampler.warmUp(this::steps);
    }

    private void steps(int steps) {
        for (int step = 0; step < steps; step++) {
            run.step(mode);
        }
        run.finish();
    }

    Sampler.Warm warm() {
        return warm;
    }

    Mode mode() {
        return mode;
    }

    void add(Sample round) {
        rounds.add(round);
    }

    Measurement measurement(Made made) {
        Sample all = Sample.pooled(rounds);
        return new Measurement(
                made,
                "memn2n " + device.name(),
                backend.device(),
                shape.name(),
                mode.label(),
                device.threads(),
                all.steps(),
                all.milliseconds().size(),
                all.median(),
                all.minimum(),
                all.quantile(0.1),
                all.quantile(0.9),
                shape.stories() / all.median() * 1e3,
                rounds.stream().map(Sample::median).toList(),
                checked,
                null,
                null);
    }

    @Override
    public void close() {
        run.close();
        backend.close();
    }
}
