package org.memn2n.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * Task files in a tar archive, read without unpacking it to disk. It is streamed once for its names and once
 * for the files of the chosen folder, so that the other languages and sizes are never held in memory.
 *
 * <p>Names of entries are used as names only: {@code ..} and absolute paths lead nowhere. Links are skipped.
 */
final class ArchiveSource implements TaskSource {
    private final Path archive;
    private final ArchiveLimits limits;

    ArchiveSource(Path archive, ArchiveLimits limits) {
        this.archive = archive;
        this.limits = limits;
    }

    @Override
    public SortedSet<String> folders() throws IOException {
        SortedSet<String> folders = new TreeSet<>();
        try (BoundedTar tar = BoundedTar.open(archive, limits)) {
            for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (isTaskFile(entry)) {
                    folders.add(folder(entry));
                }
            }
        }
        return folders;
    }

    @Override
    public SortedMap<String, Content> contents(String folder) throws IOException {
        SortedMap<String, Content> contents = new TreeMap<>();
        try (BoundedTar tar = BoundedTar.open(archive, limits)) {
            for (TarArchiveEntry entry = tar.next(); entry != null; entry = tar.next()) {
                if (isTaskFile(entry) && folder(entry).equals(folder)) {
                    byte[] bytes = tar.bytes(entry);
                    contents.put(fileName(entry), () -> new ByteArrayInputStream(bytes));
                }
            }
        }
        return contents;
    }

    private static boolean isTaskFile(TarArchiveEntry entry) {
        return entry.isFile()
                && !entry.isLink()
                && !entry.isSymbolicLink()
                && !entry.isSparse()
                && TaskFileName.parse(fileName(entry)).isPresent();
    }

    private static String folder(TarArchiveEntry entry) {
        String name = entry.getName();
        String folder = name.substring(0, Math.max(name.lastIndexOf('/'), 0));
        return folder.equals(".") ? "" : folder;
    }

    private static String fileName(TarArchiveEntry entry) {
        return entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
    }
}
