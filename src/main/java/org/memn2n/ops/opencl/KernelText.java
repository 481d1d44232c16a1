package org.memn2n.ops.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.memn2n.ops.DeviceException;

/** The kernels' sources in the jar, with their headers put in: drivers find no files. */
final class KernelText {
    private static final String FOLDER = "/org/memn2n/ops/opencl/kernels/";
    private static final Pattern INCLUDE = Pattern.compile("^#include \"([\\w.]+)\"$", Pattern.MULTILINE);

    private KernelText() {}

    /** All of a source file, each header once; the driver's messages name files and their lines. */
    static String read(String file) {
        return read(file + ".cl", new HashSet<>());
    }

    private static String read(String name, Set<String> included) {
        String text = resource(name);
        StringBuilder whole = new StringBuilder("#line 1 \"" + name + "\"\n");
        Matcher found = INCLUDE.matcher(text);
        int from = 0;
        while (found.find()) {
            whole.append(text, from, found.start());
            if (included.add(found.group(1))) {
                whole.append(read(found.group(1), included));
            }
            long next = text.substring(0, found.end()).lines().count() + 1;
            whole.append("#line ").append(next).append(" \"").append(name).append('"');
            from = found.end();
        }
        return whole.append(text, from, text.length()).toString();
    }

    private static String resource(String name) {
        try (InputStream in = KernelText.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new DeviceException(
                        "this build of memn2n lacks the kernels " + FOLDER + name + "; build it again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
