package org.memn2n.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Replaces files in one step: whoever opens the target finds the old content or the new one, in full,
 * even after a crash or a power failure.
 */
public final class AtomicFiles {
    private static final String PREFIX = ".memn2n-";
    private static final String SUFFIX = ".tmp";

    private AtomicFiles() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface ContentWriter {
        /**
         * Writes everything to the channel, which is at the start of an empty file, and leaves it open.
         *
         * @throws IOException if that fails; any exception leaves the target untouched
         */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes to a temporary file in the folder of the target, forces it to the disk and renames it to the
     * target. On failure the temporary file is deleted and the target is as it was; only an error in
     * forcing the folder itself comes after the target was replaced. A process that is killed leaves its
     * temporary file {@code .memn2n-*.tmp} behind, which disturbs nobody and may be deleted.
     *
     * <p>The new file has the permissions of any new file. A symbolic link is replaced, not followed.
     *
     * @throws NoSuchFileException if the folder does not exist
     * @throws IOException if the file cannot be written, or whatever else the writer throws
     */
    public static void write(Path target, ContentWriter writer) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    String.valueOf(folder), null, "the folder for " + target + " does not exist; create it first");
        }
        // Random, so that neither threads nor processes nor machines that share the folder collide.
        Path temporary = folder.resolve(PREFIX + UUID.randomUUID() + SUFFIX);
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writer.writeTo(channel);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException | Error failure) {
            deleteAfter(failure, temporary);
            throw failure;
        }
        forceFolder(folder);
    }

    /** Writes these bytes in the same way. */
    public static void write(Path target, byte[] content) throws IOException {
        write(target, channel -> {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        });
    }

    private static void deleteAfter(Throwable failure, Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Makes the new name durable too. */
    private static void forceFolder(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException notOpenable) {
            // Windows, or a folder without read permission: there the name is as durable as the system makes it.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }
}
