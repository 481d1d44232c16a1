package org.memn2n.ops.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.memn2n.ops.DeviceException;

/** The kernels in the jar. */
final class PtxFiles {
    private PtxFiles() {}

    /** The PTX of a source file, with the zero at its end that the driver wants. */
    static byte[] read(String file) {
        String path = "/org/memn2n/ops/cuda/ptx/" + file + ".ptx";
        try (InputStream in = PtxFiles.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new DeviceException("this build of memn2n lacks the kernels " + path + "; build it again");
            }
            byte[] text = in.readAllBytes();
            return Arrays.copyOf(text, text.length + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
