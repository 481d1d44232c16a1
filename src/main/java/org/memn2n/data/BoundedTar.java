package org.memn2n.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;

/** Streams the entries of a tar file, gzipped or not, and refuses one that breaks the limits. */
final class BoundedTar implements Closeable {
    private static final int BLOCK = 512;
    private static final int BUFFER = 64 * BLOCK;

    /** Room for what stands between the contents of two entries: headers, long names, padding. */
    private static final long HEADER_BYTES = 1 << 16;

    /** Below this size even a very high compression ratio harms nobody. */
    private static final long RATIO_FREE_BYTES = 1 << 20;

    private final String name;
    private final ArchiveLimits limits;
    private final Bounds bounds;
    private final TarArchiveInputStream tar;
    private int entries;

    private BoundedTar(String name, ArchiveLimits limits, InputStream unpacked, LongSupplier packedBytes) {
        this.name = name;
        this.limits = limits;
        bounds = new Bounds(unpacked, packedBytes);
        tar = new TarArchiveInputStream(bounds);
    }

    /** Whether the file is gzipped or a tar file, judged by its first bytes. */
    static boolean isArchive(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] start = in.readNBytes(BLOCK);
            return isGzip(start) || isTar(start);
        }
    }

    static BoundedTar open(Path file, ArchiveLimits limits) throws IOException {
        String name = file.toString();
        InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        try {
            if (!isGzip(peek(raw))) {
                return new BoundedTar(name, limits, raw, () -> Long.MAX_VALUE);
            }
            GzipCompressorInputStream gzip = GzipCompressorInputStream.builder()
                    .setInputStream(raw)
                    .setDecompressConcatenated(true)
                    .get();
            InputStream unpacked = new BufferedInputStream(gzip, BUFFER);
            if (!isTar(peek(unpacked))) {
                throw DataException.in(name, "gzipped data that is no tar archive", TaskFiles.ACCEPTED);
            }
            return new BoundedTar(name, limits, unpacked, gzip::getCompressedCount);
        } catch (IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    /** The next entry, or null after the last. */
    @Nullable
    TarArchiveEntry next() throws IOException {
        TarArchiveEntry current = tar.getCurrentEntry();
        bounds.allow(HEADER_BYTES + (current == null ? 0 : current.getSize()));
        TarArchiveEntry entry = tar.getNextEntry();
        if (entry == null) {
            return null;
        }
        if (++entries > limits.entries()) {
            throw refused("more than " + limits.entries() + " entries");
        }
        if (entry.getSize() > limits.entryBytes()) {
            throw refused("the entry " + DataException.quote(entry.getName()) + " of " + entry.getSize()
                    + " bytes, over the limit of " + limits.entryBytes());
        }
        bounds.allow(HEADER_BYTES + entry.getSize());
        return entry;
    }

    /** The bytes of the entry that {@link #next} gave last. */
    byte[] bytes(TarArchiveEntry entry) throws IOException {
        return tar.readNBytes(Math.toIntExact(entry.getSize()));
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private DataException refused(String found) {
        return DataException.in(name, found, "an archive of bAbI task files; unpack it yourself if you trust it");
    }

    private static boolean isGzip(byte[] start) {
        return start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    }

    // An empty tar file is nothing but zero blocks, and has no header whose sum could be checked.
    private static boolean isTar(byte[] start) {
        if (start.length < BLOCK) {
            return false;
        }
        boolean zero = true;
        for (byte b : start) {
            zero &= b == 0;
        }
        try {
            return zero || TarUtils.verifyCheckSum(start);
        } catch (IllegalArgumentException e) {
            return false; // letters stand where a tar header has the digits of its check sum
        }
    }

    private static byte[] peek(InputStream in) throws IOException {
        in.mark(BLOCK);
        byte[] start = in.readNBytes(BLOCK);
        in.reset();
        return start;
    }

    /** Counts the unpacked bytes on their way to the tar reader and stops at the limits. */
    private final class Bounds extends FilterInputStream {
        private final LongSupplier packedBytes;
        private long total;
        private long allowed = HEADER_BYTES;

        Bounds(InputStream in, LongSupplier packedBytes) {
            super(in);
            this.packedBytes = packedBytes;
        }

        void allow(long bytes) {
            allowed = bytes;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = super.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) {
            total += bytes;
            allowed -= bytes;
            if (total > limits.totalBytes()) {
                throw refused("more than " + limits.totalBytes() + " bytes when unpacked");
            }
            if (total > RATIO_FREE_BYTES && total / limits.ratio() > packedBytes.getAsLong()) {
                throw refused("more than " + limits.ratio() + " bytes for each packed byte");
            }
            if (allowed < 0) {
                throw refused("an entry header of more than " + HEADER_BYTES + " bytes");
            }
        }
    }
}
