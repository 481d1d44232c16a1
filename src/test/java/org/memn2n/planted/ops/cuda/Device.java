package org.memn2n.planted.ops.cuda;

import org.memn2n.planted.ops.gpu.Launches;

/** A GPU backend, innocent. */
public final class Device {
    private Device() {}

    /** Uses what it may. */
    public static void use() {
        Launches.use();
    }
}
