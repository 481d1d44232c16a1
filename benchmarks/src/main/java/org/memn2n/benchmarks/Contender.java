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
import org.memn2n.benchmarks.work.PeerAgreement;
import org.memn2n.benchmarks.work.Reference;
import org.memn2n.benchmarks.work.Work;
import org.memn2n.ops.Backend;

/** One of our backends in one mode: verified, warmed up, then sampled round by round. */
final class Contender implements AutoCloseable {
    private final Device device;
    private final Backend backend;
    private final Work.Run run;
    private final Mode mode;
    private final Work work;
    private final Checked checked;
    private final Sampler.Warm warm;
    private final List<Sample> rounds = new ArrayList<>();

    /**
     * Verifies and warms up.
     *
     * @throws org.memn2n.benchmarks.work.NotVerifiedException when the backend does not compute what the reference does
     */
    Contender(Device device, Work work, Mode mode, Reference reference, Sampler sampler) {
        this.device = device;
        this.mode = mode;
        this.work = work;
        this.backend = device.open();
        Work.Run opened = null;
        try {
            PeerAgreement.check(backend);
            Difference worst = reference.check(backend, mode);
            this.checked = new Checked(
                    "scalar reference in double precision", worst.what(), worst.largest(), worst.tolerance());
            opened = work.open(backend);
            this.run = opened;
            this.warm = sampler.warmUp(this::steps);
        } catch (RuntimeException e) {
            if (opened != null) {
                opened.close();
            }
            backend.close();
            throw e;
        }
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
                work.name(),
                mode.label(),
                device.threads(),
                all.steps(),
                all.milliseconds().size(),
                all.median(),
                all.minimum(),
                all.quantile(0.1),
                all.quantile(0.9),
                work.examples() / all.median() * 1e3,
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
