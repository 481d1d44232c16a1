package org.memn2n.ops.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files by which drivers tell the loader of OpenCL where their libraries are. */
final class IcdEntries {
    /** The variable that names another folder, or one file, to loaders on Linux. */
    static final String VARIABLE = "OCL_ICD_VENDORS";

    private static final Path FOLDER = Path.of("/etc/OpenCL/vendors");
    private static final String SUFFIX = ".icd";

    private IcdEntries() {}

    /** What entries there are, for when none of them led to a device; the loader itself passes over what is broken. */
    static String report() {
        String named = System.getenv(VARIABLE);
        return report(named == null || named.isEmpty() ? FOLDER : Path.of(named), named);
    }

    /** The same for this folder or file, and the variable that named it, if one did. */
    static String report(Path place, @Nullable String variable) {
        String where = place + (variable == null ? "" : ", named by " + VARIABLE);
        List<String> entries;
        try {
            entries = entries(place);
        } catch (IOException | UncheckedIOException e) {
            return " (drivers are looked for in " + where + ", which cannot be read)";
        }
        return entries.isEmpty()
                ? " (drivers are looked for in " + where + ", where there is none)"
                : " (these entries of " + where + " led to no device, so their libraries are missing or broken: "
                        + String.join(", ", entries) + ")";
    }

    private static List<String> entries(Path place) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.of(entry(place));
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .map(IcdEntries::entry)
                    .collect(Collectors.toList());
        }
    }

    /** A file's name and the library in it. */
    private static String entry(Path file) {
        try {
            return file.getFileName() + " -> " + Files.readString(file).strip();
        } catch (IOException e) {
            return file.getFileName() + " (cannot be read)";
        }
    }
}
