package org.memn2n.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.memn2n.ops.Backend;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Ops;
import org.memn2n.ops.scalar.Precision;
import org.memn2n.ops.scalar.ScalarBackend;
import picocli.CommandLine;

/** A point that is refused is told of, ends the command with its exit code, and leaves no backend open. */
class GrowthCommandTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path folder;

    private final StringWriter table = new StringWriter();
    private final StringWriter progress = new StringWriter();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();

    /** A backend that counts how many of its kind are open. */
    private final class Counted implements Backend {
        private final Backend backend;

        Counted(Backend backend) {
            this.backend = backend;
            opened.incrementAndGet();
            open.incrementAndGet();
        }

        @Override
        public String name() {
            return backend.name();
        }

        @Override
        public String device() {
            return backend.device();
        }

        @Override
        public Ops newOps() {
            return backend.newOps();
        }

        @Override
        public void close() {
            backend.close();
            open.decrementAndGet();
        }
    }

    private int growth(Backend backend) {
        GrowthCommand command = new GrowthCommand(new DeviceOptions(name -> new Counted(backend)));
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(table))
                .setErr(new PrintWriter(progress))
                .execute(
                        "--axes",
                        "hops",
                        "--limit",
                        "2",
                        "--modes",
                        "forward",
                        "--seconds",
                        "0.01",
                        "--out",
                        folder + "");
    }

    @Test
    void pointsThatAreRightAreTimed() {
        assertThat(growth(new ScalarBackend(Precision.SINGLE))).isZero();
        assertThat(table.toString()).contains("| hops | 1 | 2 |").contains("memn2n scalar");
        assertThat(opened).as("once at first, then for each point").hasValue(3);
        assertThat(open).hasValue(0);
    }

    @Test
    void pointsThatAreWrongAreRefused() {
        assertThat(growth(new PlantedBackend("embed"))).isEqualTo(Main.REFUSED);
        assertThat(table.toString()).doesNotContain("memn2n scalar");
        assertThat(progress.toString())
                .contains("scalar with an error in embed")
                .contains("not timed");
        assertThat(opened).as("once at first, then for each point").hasValue(3);
        assertThat(open).hasValue(0);
    }

    @Test
    void aDeviceThatIsNotHereIsKnownAtOnce() {
        GrowthCommand command = new GrowthCommand(new DeviceOptions(name -> {
            throw new DeviceException("planted: no such device");
        }));
        int code = new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setErr(new PrintWriter(progress))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    line.getErr().print(e.getMessage());
                    return 77;
                })
                .execute("--axes", "hops", "--out", folder + "");
        assertThat(code).isEqualTo(77);
        assertThat(progress.toString()).isEqualTo("planted: no such device");
    }
}
