package org.memn2n.ops.gpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the text of the kernels says about itself: signatures, launch bounds and constants. */
final class KernelSources {
    private static final Path FOLDER = Path.of("kernels", "cuda");
    private static final Pattern MARK = Pattern.compile("\\b__global__\\b");
    private static final Pattern KERNEL = Pattern.compile(
            "extern \"C\" __global__ void\\s+__launch_bounds__\\(([^)]*)\\)\\s*(\\w+)\\(([^)]*)\\)\\s*\\{");
    private static final Pattern CONSTANT = Pattern.compile(
            "^constexpr (?:int|unsigned) (\\w+) = ((?:[A-Z_]+|\\d+)(?: \\* (?:[A-Z_]+|\\d+))*);", Pattern.MULTILINE);
    private static final Pattern SIZE = Pattern.compile("sizeof\\((\\w+)\\) == (\\d+)");

    /**
     * A kernel as it is written.
     *
     * @param parameters the kinds of its parameters, in the letters of {@link GpuKernel}
     * @param bound the most threads of a block
     */
    record Kernel(String file, String entry, String parameters, int bound) {}

    private KernelSources() {}

    /** All CUDA sources of the project by their names. */
    static Map<String, String> read() {
        return read(FOLDER);
    }

    /** All files of a folder by their names. */
    static Map<String, String> read(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.collect(Collectors.toMap(
                    file -> file.getFileName().toString(), KernelSources::text, (a, b) -> a, TreeMap::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every kernel of these sources, which must be written as {@code kernels/README.md} asks. */
    static List<Kernel> kernels(Map<String, String> sources) {
        List<Kernel> kernels = new ArrayList<>();
        sources.forEach((name, text) -> {
            Map<String, Integer> constants = constants(sources, name);
            Matcher found = KERNEL.matcher(text);
            int before = kernels.size();
            while (found.find()) {
                String bound = found.group(1).split(",", -1)[0].strip();
                kernels.add(new Kernel(
                        name.replaceAll("\\.\\w+$", ""),
                        found.group(2),
                        kinds(found.group(3)),
                        value(bound, constants)));
            }
            if (MARK.matcher(text).results().count() != kernels.size() - before) {
                throw new IllegalArgumentException(
                        name + ": __global__ without extern \"C\", bounds or plain arguments");
            }
        });
        return kernels;
    }

    private static String kinds(String parameters) {
        return Stream.of(parameters.split(",", -1))
                .map(String::strip)
                .map(KernelSources::kind)
                .collect(Collectors.joining());
    }

    private static String kind(String parameter) {
        if (parameter.contains("*")) {
            return "p";
        }
        String type = parameter.replaceAll("\\s+\\w+$", "").replaceAll("^const ", "");
        return switch (type) {
            case "int" -> "i";
            case "long long" -> "l";
            case "float" -> "f";
            case "double" -> "d";
            default -> "s";
        };
    }

    /** The whole-number constants that a file sees: those of the headers and its own. */
    static Map<String, Integer> constants(Map<String, String> sources, String file) {
        Map<String, Integer> constants = new TreeMap<>();
        Stream<String> headers = sources.keySet().stream().filter(name -> name.endsWith(".cuh"));
        for (String name : Stream.concat(headers, Stream.of(file)).toList()) {
            Matcher found = CONSTANT.matcher(sources.getOrDefault(name, ""));
            while (found.find()) {
                constants.put(found.group(1), value(found.group(2), constants));
            }
        }
        return constants;
    }

    private static int value(String product, Map<String, Integer> constants) {
        int value = 1;
        for (String factor : product.split(" \\* ", -1)) {
            Integer named = constants.get(factor);
            value *= named == null ? Integer.valueOf(factor) : named;
        }
        return value;
    }

    /** The names of an enumeration, in their order. */
    static List<String> enumeration(Map<String, String> sources, String file, String name) {
        Matcher found = Pattern.compile("enum " + name + " \\{([^}]*)\\}").matcher(sources.getOrDefault(file, ""));
        if (!found.find()) {
            throw new IllegalArgumentException(file + ": no enum " + name);
        }
        return Stream.of(found.group(1).replaceAll("//.*|/\\*.*?\\*/", "").split(",", -1))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The sizes of structures that the compiler was told to hold. */
    static Map<String, Integer> sizes(Map<String, String> sources) {
        Map<String, Integer> sizes = new TreeMap<>();
        for (String text : sources.values()) {
            SIZE.matcher(text).results().forEach(size -> sizes.put(size.group(1), Integer.valueOf(size.group(2))));
        }
        return sizes;
    }
}
