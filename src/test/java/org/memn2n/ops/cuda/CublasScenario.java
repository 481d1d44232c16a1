package org.memn2n.ops.cuda;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Ops;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.testkit.AnswerCase;
import org.slf4j.LoggerFactory;

/**
 * Which way matrix products take in a Java virtual machine of its own, whose environment decides which libraries are found.
 * Writes into the file of its argument: the device's line; then twice the outcome of three small and three large products
 * on a queue of its own, with the calls of cuBLAS's product, or the error; then what was logged.
 */
final class CublasScenario {
    private static final AnswerCase SMALL = new AnswerCase(5, 7, 3, false);
    private static final AnswerCase LARGE = new AnswerCase(4096, 32, 32, false);

    private CublasScenario() {}

    /** Runs the scenario. */
    public static void main(String[] arguments) throws IOException {
        Logger logger = (Logger) LoggerFactory.getLogger(CudaProducts.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        List<String> lines = new ArrayList<>(Backends.available().stream()
                .filter(backend -> backend.name().equals("cuda"))
                .flatMap(backend -> backend.devices().stream())
                .toList());
        try (GpuBackend cuda = CudaTrainings.open()) {
            lines.add(products(cuda));
            lines.add(products(cuda));
        } catch (RuntimeException e) {
            lines.add(text(e));
        }
        log.list.forEach(event -> lines.add(event.getFormattedMessage()));
        Files.write(Path.of(arguments[0]), lines);
    }

    private static String products(GpuBackend cuda) {
        String outcome = "";
        try (Ops ops = cuda.newOps()) {
            SMALL.run(ops);
            outcome = "small " + calls();
            LARGE.run(ops);
            outcome += ", large " + calls();
        } catch (RuntimeException e) {
            outcome += ", " + text(e);
        }
        return outcome + ", " + cuda.counted().allocations() + " pieces left";
    }

    private static String text(RuntimeException error) {
        return error.getClass().getSimpleName() + ": " + error.getMessage();
    }

    /** Products of cuBLAS so far. */
    private static long calls() {
        return StandIn.command("get calls cublasSgemm_v2");
    }
}
