package org.memn2n.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine for people who read a result later. */
final class Machine {
    private Machine() {}

    static String describe() {
        return first("/proc/cpuinfo", "model name", System.getProperty("os.arch")) + ", "
                + Runtime.getRuntime().availableProcessors() + " cores, "
                + first("/proc/meminfo", "MemTotal", "unknown") + " memory, "
                + System.getProperty("os.name") + " " + System.getProperty("os.version")
                + graphicsDriver();
    }

    private static String graphicsDriver() {
        String line = first("/proc/driver/nvidia/version", "NVRM version", "");
        return line.isEmpty() ? "" : ", " + line.replaceAll("\\s+", " ");
    }

    /** What stands after the colon of the first line that starts with this. */
    private static String first(String file, String start, String otherwise) {
        try {
            for (String line : Files.readAllLines(Path.of(file))) {
                if (line.startsWith(start)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
            return otherwise;
        } catch (IOException e) {
            return otherwise;
        }
    }
}
