package org.memn2n.ops.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Built programs in the user's cache folder, a file each: the SHA-256 of the program, then the program. A file that is
 * missing, damaged or cannot be read is as if it were not there, and a folder that cannot be written costs the time of
 * building; neither is an error. Safe to share between threads and processes.
 */
final class ProgramCache {
    /** The folder, or {@code off}. */
    static final String PROPERTY = "memn2n.opencl.cache";

    private static final Logger LOG = LoggerFactory.getLogger(ProgramCache.class);
    private static final int DIGEST_BYTES = 32;

    private final @Nullable Path folder;

    /** A cache in this folder, which is made when it is needed; null for none. */
    ProgramCache(@Nullable Path folder) {
        this.folder = folder;
    }

    /** The one that {@link #PROPERTY} names, else the user's. */
    static ProgramCache ofUser() {
        String property = System.getProperty(PROPERTY, "");
        if (property.equals("off")) {
            return new ProgramCache(null);
        }
        return new ProgramCache(property.isEmpty() ? userFolder() : Path.of(property));
    }

    private static Path userFolder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return base.resolve("memn2n").resolve("opencl");
    }

    /** The name of what depends on these texts and on nothing else. */
    static String key(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The program that was written under this name; null when there is none that is whole. */
    byte @Nullable [] read(String key) {
        if (folder == null) {
            return null;
        }
        try {
            Path file = folder.resolve(key);
            if (!Files.isRegularFile(file)) {
                return null;
            }
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length > DIGEST_BYTES) {
                byte[] program = Arrays.copyOfRange(bytes, DIGEST_BYTES, bytes.length);
                if (Arrays.equals(sha256().digest(program), Arrays.copyOf(bytes, DIGEST_BYTES))) {
                    return program;
                }
            }
            LOG.debug("{} is damaged; its program is built again", file);
        } catch (IOException e) {
            LOG.debug("the program {} cannot be read from {}: {}", key, folder, e.toString());
        }
        return null;
    }

    /** Keeps a program under this name: all of it or nothing, also when several processes do so at once. */
    void write(String key, byte[] program) {
        if (folder == null) {
            return;
        }
        Path written = null;
        try {
            Files.createDirectories(folder);
            written = Files.createTempFile(folder, key, ".new");
            byte[] digest = sha256().digest(program);
            byte[] bytes = Arrays.copyOf(digest, DIGEST_BYTES + program.length);
            System.arraycopy(program, 0, bytes, DIGEST_BYTES, program.length);
            Files.write(written, bytes);
            Files.move(written, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.debug("the program {} cannot be kept in {}: {}", key, folder, e.toString());
            delete(written);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted: {}", file, e.toString());
        }
    }
}
