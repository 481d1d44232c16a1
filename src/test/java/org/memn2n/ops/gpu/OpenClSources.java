package org.memn2n.ops.gpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the text of the OpenCL kernels says about itself: signatures, constants and the arrays of a batch. */
final class OpenClSources {
    private static final Path FOLDER = Path.of("kernels", "opencl");
    private static final Pattern MARK = Pattern.compile("\\b__kernel\\b");
    private static final Pattern KERNEL = Pattern.compile("__kernel void (\\w+)\\(([^{]*)\\) \\{");
    private static final Pattern PARAMETER = Pattern.compile("\\s*BUFFERS_(8|16)\\([^)]*\\)|[^,()]+");
    private static final Pattern CONSTANT = Pattern.compile("^#define (\\w+) (\\d+)(?: /\\*.*)?$", Pattern.MULTILINE);

    /**
     * A kernel as it is written.
     *
     * @param arguments a letter each: i, l, f, d numbers as in {@link GpuKernel}, u where a part begins, b a buffer,
     *     m the memory that a group shares
     */
    record Kernel(String file, String entry, String arguments) {}

    private OpenClSources() {}

    /** All sources of the project by their names. */
    static Map<String, String> read() {
        return KernelSources.read(FOLDER);
    }

    /** Every kernel of these sources. */
    static List<Kernel> kernels(Map<String, String> sources) {
        List<Kernel> kernels = new ArrayList<>();
        sources.forEach((name, text) -> {
            int before = kernels.size();
            Matcher found = KERNEL.matcher(text);
            while (found.find()) {
                kernels.add(new Kernel(name.replaceAll("\\.\\w+$", ""), found.group(1), arguments(found.group(2))));
            }
            if (MARK.matcher(text).results().count() != kernels.size() - before) {
                throw new IllegalArgumentException(
                        name + ": a kernel that is not written as __kernel void name(...) {");
            }
        });
        return kernels;
    }

    private static String arguments(String parameters) {
        StringBuilder letters = new StringBuilder();
        Matcher found = PARAMETER.matcher(parameters);
        while (found.find()) {
            letters.append(
                    found.group(1) != null
                            ? "b".repeat(Integer.parseInt(found.group(1)))
                            : letter(found.group().strip()));
        }
        return letters.toString();
    }

    private static String letter(String parameter) {
        if (parameter.startsWith("__global ")) {
            return "b";
        }
        String type = parameter.replaceAll("\\s*\\*?\\s*\\w+$", "");
        return switch (type) {
            case "int" -> "i";
            case "long" -> "l";
            case "ulong" -> "u";
            case "float" -> "f";
            case "double" -> "d";
            case "__local float4" -> "m";
            default -> throw new IllegalArgumentException("no letter for " + parameter);
        };
    }

    /** The whole-number constants that these files define. */
    static Map<String, Integer> constants(Map<String, String> sources, String... files) {
        Map<String, Integer> constants = new TreeMap<>();
        for (String file : files) {
            CONSTANT.matcher(sources.getOrDefault(file, ""))
                    .results()
                    .forEach(found -> constants.put(found.group(1), Integer.valueOf(found.group(2))));
        }
        return constants;
    }

    /** The names of an enumeration, in their order. */
    static List<String> enumeration(Map<String, String> sources, String file, String name) {
        return KernelSources.enumeration(sources, file, name);
    }
}
