package org.memn2n.ops.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns where a driver has taken signals that the Java virtual machine lives by.
 *
 * <p>PoCL brings LLVM, which puts its own handler of SIGSEGV in the place of the machine's; two threads that then need it at once end the
 * process without a word (docs/decisions/0011). A library of the JDK, loaded before all others, prevents it.
 */
final class KeptSignals {
    private static final Logger LOG = LoggerFactory.getLogger(KeptSignals.class);
    private static final Path MAPS = Path.of("/proc/self/maps");
    private static final String KEEPER = "libjsig";
    private static final String POCL = "Portable Computing Language";

    private KeptSignals() {}

    /** Warns when PoCL is among the loaded drivers and nothing keeps the signals. */
    static void check(List<OpenClHardware> devices) {
        if (devices.stream().anyMatch(device -> device.platformName().equals(POCL)) && !isKept(MAPS)) {
            LOG.warn(
                    "the OpenCL driver PoCL has taken signals of the Java virtual machine, which may end this process at any"
                            + " moment; start it with LD_PRELOAD={}/lib/libjsig.so",
                    System.getProperty("java.home"));
        }
    }

    /** Whether the keeper is in the process with these mappings; so it is held to be where they cannot be read, as outside Linux. */
    static boolean isKept(Path maps) {
        try {
            return new String(Files.readAllBytes(maps), StandardCharsets.ISO_8859_1).contains(KEEPER);
        } catch (IOException e) {
            return true;
        }
    }
}
