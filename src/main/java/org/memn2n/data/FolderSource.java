package org.memn2n.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Task files in a folder on disk and in the two levels of folders below it. */
final class FolderSource implements TaskSource {
    private static final int LEVELS_BELOW = 2;

    private final Path top;

    FolderSource(Path top) {
        this.top = top;
    }

    @Override
    public SortedSet<String> folders() throws IOException {
        SortedSet<String> folders = new TreeSet<>();
        collect(top, "", LEVELS_BELOW, folders);
        return folders;
    }

    @Override
    public SortedMap<String, Content> contents(String folder) throws IOException {
        SortedMap<String, Content> contents = new TreeMap<>();
        for (Path entry : entries(top.resolve(folder))) {
            if (isTaskFile(entry)) {
                contents.put(name(entry), () -> Files.newInputStream(entry));
            }
        }
        return contents;
    }

    private void collect(Path folder, String path, int levelsBelow, SortedSet<String> folders) throws IOException {
        for (Path entry : entries(folder)) {
            if (isTaskFile(entry)) {
                folders.add(path);
            } else if (levelsBelow > 0 && Files.isDirectory(entry) && Files.isReadable(entry)) {
                String below = path.isEmpty() ? name(entry) : path + "/" + name(entry);
                collect(entry, below, levelsBelow - 1, folders);
            }
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static boolean isTaskFile(Path entry) {
        return TaskFileName.parse(name(entry)).isPresent() && Files.isRegularFile(entry);
    }

    private static String name(Path entry) {
        return String.valueOf(entry.getFileName());
    }
}
