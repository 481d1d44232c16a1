package org.memn2n.ops.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files by which drivers tell the loader of OpenCL where their libraries are. */
final class IcdEntries {
    /** The variable that names another folder, or one file, to loaders on Linux. */
    static final String VARIABLE = "OCL_ICD_VENDORS";

    /** The other variables by which loaders are told of drivers. */
    private static final List<String> OTHER_VARIABLES = List.of("OPENCL_VENDOR_PATH", "OCL_ICD_FILENAMES");

    /** The drivers that are for CPUs alone: PoCL as it is packaged, and Intel's. */
    private static final Pattern FOR_CPUS = Pattern.compile("(?:.*[/\\\\])?lib(?:pocl|intelocl)[^/\\\\]*");

    private static final Path FOLDER = Path.of("/etc/OpenCL/vendors");
    private static final String SUFFIX = ".icd";

    private IcdEntries() {}

    /** A file and what it says; the library is null where the file cannot be read. */
    private record Entry(String file, @Nullable String library) {
        @Override
        public String toString() {
            return library == null ? file + " (cannot be read)" : file + " -> " + library;
        }
    }

    /** What entries there are, for when none of them led to a device; the loader itself passes over what is broken. */
    static String report() {
        return report(System.getenv());
    }

    /** The same in this environment. */
    static String report(Map<String, String> environment) {
        return report(place(environment), named(environment));
    }

    /** The same for this folder or file, and the variable that named it, if one did. */
    static String report(Path place, @Nullable String variable) {
        String where = place + (variable == null ? "" : ", named by " + VARIABLE);
        List<Entry> entries;
        try {
            entries = entries(place);
        } catch (IOException | UncheckedIOException e) {
            return " (drivers are looked for in " + where + ", which cannot be read)";
        }
        return entries.isEmpty()
                ? " (drivers are looked for in " + where + ", where there is none)"
                : " (these entries of " + where + " led to no device, so their libraries are missing or broken: "
                        + join(entries) + ")";
    }

    /**
     * The entries where all that there are name drivers for CPUs; null where there may be another driver, or none.
     * It is known without the loader, which would load every driver into this process to stay.
     */
    static @Nullable String onlyForCpus() {
        Map<String, String> environment = System.getenv();
        return onlyForCpus(place(environment), environment);
    }

    /** The same for this folder or file, in this environment. */
    static @Nullable String onlyForCpus(Path place, Map<String, String> environment) {
        if (OTHER_VARIABLES.stream().anyMatch(environment::containsKey)) {
            return null;
        }
        try {
            List<Entry> entries = entries(place);
            boolean cpus = entries.stream()
                    .allMatch(entry -> entry.library != null
                            && FOR_CPUS.matcher(entry.library).matches());
            return cpus && !entries.isEmpty() ? join(entries) : null;
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    private static Path place(Map<String, String> environment) {
        String named = named(environment);
        return named == null ? FOLDER : Path.of(named);
    }

    /** What the variable names; null where it is missing or empty, which loaders hold to be the same. */
    private static @Nullable String named(Map<String, String> environment) {
        String named = environment.get(VARIABLE);
        return named == null || named.isEmpty() ? null : named;
    }

    private static String join(List<Entry> entries) {
        return entries.stream().map(Entry::toString).collect(Collectors.joining(", "));
    }

    private static List<Entry> entries(Path place) throws IOException {
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

    private static Entry entry(Path file) {
        try {
            return new Entry(
                    file.getFileName().toString(), Files.readString(file).strip());
        } catch (IOException e) {
            return new Entry(file.getFileName().toString(), null);
        }
    }
}
