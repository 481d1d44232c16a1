package org.memn2n.ops.opencl;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where the dynamic linker of Linux would find the loader of OpenCL. It is asked before JOCL is touched, which prints to standard
 * output when there is none: into the results of a program that reads ours.
 *
 * @param maps what is mapped into this process, where a library is found without any file
 * @param cache the linker's list of libraries
 * @param folders the folders it looks through besides
 */
record LoaderSearch(Path maps, Path cache, List<Path> folders) {
    /** The names by which JOCL asks for it. */
    static final List<String> NAMES = List.of("libOpenCL.so.1", "libOpenCL.so");

    /** What all of the names begin with, the names of the files that they link to as well. */
    private static final String STEM = "libOpenCL.so";

    /** The search of this process. */
    static LoaderSearch ofProcess() {
        return new LoaderSearch(
                Path.of("/proc/self/maps"),
                Path.of("/etc/ld.so.cache"),
                folders(System.getenv(), System.getProperty("java.library.path", ""), System.getProperty("os.arch")));
    }

    /** The folders in this environment: those of the variable, those that Java knows, and those built into the linker. */
    static List<Path> folders(Map<String, String> environment, String javaFolders, String architecture) {
        String triplet = (architecture.equals("amd64") ? "x86_64" : architecture) + "-linux-gnu";
        List<Path> folders = new ArrayList<>();
        Stream.of(environment.getOrDefault("LD_LIBRARY_PATH", ""), javaFolders)
                .flatMap(list -> Stream.of(list.split("[" + File.pathSeparator + ";]")))
                .flatMap(LoaderSearch::folder)
                .forEach(folders::add);
        for (String root : List.of("/", "/usr")) {
            for (String library : List.of("lib/" + triplet, "lib64", "lib")) {
                folders.add(Path.of(root, library));
            }
        }
        return folders;
    }

    /** None where it is no path: Windows lets folders stand in quotes. */
    private static Stream<Path> folder(String name) {
        try {
            return Stream.of(Path.of(name));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** Whether it is nowhere; false where that cannot be known, as on another system or with another linker. */
    boolean findsNothing() {
        try {
            return !names(maps)
                    && !names(cache)
                    && folders.stream()
                            .noneMatch(folder -> NAMES.stream().anyMatch(n -> Files.exists(folder.resolve(n))));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean names(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(STEM);
    }
}
