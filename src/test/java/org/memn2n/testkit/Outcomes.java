package org.memn2n.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Backend;
import org.memn2n.ops.Backends;
import org.slf4j.LoggerFactory;

/** What comes of asking for devices, in lines, for tests that look at it from another Java virtual machine. */
public final class Outcomes {
    private Outcomes() {}

    /** Something that may fail. */
    public interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    /** One line: what was thrown, or that nothing was. */
    public static String of(Work work) throws IOException {
        try {
            work.run();
            return "done";
        } catch (RuntimeException | LinkageError e) {
            return e.getClass().getSimpleName() + ": " + e.getMessage();
        }
    }

    /** A line for each of two attempts: the second must not say something else. */
    public static List<String> ofOpeningTwice(String device) throws IOException {
        return List.of(
                of(() -> Backends.open(device).close()),
                of(() -> Backends.open(device).close()));
    }

    /** Which backend auto takes, and what it says of that. */
    public static List<String> ofAuto() {
        Logger logger = (Logger) LoggerFactory.getLogger(Backends.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        try (Backend backend = Backends.auto()) {
            List<String> lines = new ArrayList<>(List.of(backend.name()));
            log.list.forEach(event -> lines.add(event.getFormattedMessage()));
            return lines;
        }
    }
}
