package org.memn2n.ops.cuda;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Native libraries in the jar. */
final class NativeFiles {
    private NativeFiles() {}

    /**
     * Loads one through a file that only this process can have written, and that is gone afterwards.
     *
     * @throws FileNotFoundException when this build has no such library
     * @throws UnsatisfiedLinkError when the loader refuses it
     */
    static void load(String resource) throws IOException {
        try (InputStream in = NativeFiles.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("this build has no " + resource);
            }
            Path folder = Files.createTempDirectory("memn2n-");
            Path file = folder.resolve(resource.substring(resource.lastIndexOf('/') + 1));
            try {
                Files.copy(in, file);
                System.load(file.toString());
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        }
    }
}
