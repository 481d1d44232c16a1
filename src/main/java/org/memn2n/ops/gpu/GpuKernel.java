package org.memn2n.ops.gpu;

import static org.memn2n.ops.gpu.GpuLanguage.CUDA;
import static org.memn2n.ops.gpu.GpuLanguage.OPENCL;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of kernels: for each its source file, its parameters, its block size, and the languages that have it,
 * which is all of them but where one cannot do what another can.
 *
 * <p>Parameters, in order: i int, l 64-bit int, f float, d double, p buffer, o part of a buffer, s structure of
 * buffers. In CUDA the last three are addresses. In OpenCL a buffer is an argument, its part two, the buffer and where
 * the part begins in words of 4 bytes, and a structure as many as it has buffers. A test holds the catalogue against
 * the sources. The work of a thread is described in the source; the number of blocks is computed where the kernel is
 * launched.
 */
public enum GpuKernel {
    EMBED("embed", "oooiiiiis", 256, 1),
    EMBED_GRADIENT_WORDS("embed", "oooooiiiiis", 256, 1),
    EMBED_GRADIENT_TIMES("embed", "oooiiis", 256, 1),
    INNER_PRODUCTS("slots", "oiippp", 256, 1),
    INNER_PRODUCTS_GRADIENT_STATE("slots", "oiippp", 128, 1),
    INNER_PRODUCTS_GRADIENT_MEMORY("slots", "oiippp", 256, 1),
    SOFTMAX("slots", "oiip", 128, 1),
    SOFTMAX_GRADIENT("slots", "oipp", 128, 1),
    WEIGHTED_SUM("slots", "oiippp", 128, 1),
    WEIGHTED_SUM_GRADIENT_OUTPUT("slots", "oiippp", 256, 1),
    HOP_FORWARD("hop", "oiiiiiippppp", 256, 1),
    HOP_GRADIENT("hop", "oiiiiipppppppppp", 256, 1),
    STORY_FORWARD("story", "oiiiiiiiifpps", 512, 1),
    STORY_GRADIENT("story", "oiiiiiiippppps", 512, 1),
    STORY_TABLES_GRADIENT("story_tables", "oiiiiiiiiipppps", 128, 1),
    MATRIX_NT("matrix", "iiipppp", 16, 16),
    MATRIX_NN("matrix", "iiipppp", 16, 16),
    MATRIX_TN_ADD("matrix", "iiippp", 16, 16),
    MATRIX_NT_WIDE("matrix_wide", "iiiipppp", 256, 1),
    MATRIX_NN_WIDE("matrix_wide", "iiiipppp", 256, 1),
    MATRIX_TN_WIDE("matrix_wide", "iiiiippp", 256, 1),
    MATRIX_COMBINE("matrix_wide", "iiipp", 256, 1),
    MATRIX_NT_GRADIENT("matrix", "iiippppp", 16, 16),
    ROWS_ADD("matrix", "iippp", 64, 1),
    FILL("pointwise", "ifp", 256, 1),
    RELU("pointwise", "iiip", 256, 1),
    RELU_GRADIENT("pointwise", "iiipp", 256, 1),
    CROSS_ENTROPY("answer", "iioppppp", 256, 1, CUDA),
    STORY_LOSSES("answer", "iiopppp", 256, 1, OPENCL),
    LOSS_SUM("answer", "ioppp", 32, 1, OPENCL),
    DISTRIBUTION("answer", "iipp", 256, 1),
    UPDATE_NORMS("update", "piippidddlpp", 256, 1, CUDA),
    UPDATE_APPLY("update", "piip", 256, 1, CUDA),
    SPECTRAL_NORM("update", "pipip", 256, 1, CUDA),
    UPDATE_SQUARES("update", "piips", 256, 1, OPENCL),
    UPDATE_FACTORS("update", "piippidddlpp", 256, 1, OPENCL),
    UPDATE_STEP("update", "piips", 256, 1, OPENCL),
    SPECTRAL_LENGTH("update", "piiipip", 256, 1, OPENCL),
    ATTEND_1("attend", "iiillppoppp", 128, 1),
    ATTEND_8("attend", "iiillppoppp", 128, 1),
    ATTEND_16("attend", "iiillppoppp", 128, 1),
    ATTEND_32("attend_many", "iiillppoppp", 256, 1),
    ATTEND_64("attend_many", "iiillppoppp", 256, 1),
    ATTEND_COMBINE("attend", "iiipppoo", 512, 1),
    TOP_SLOTS("top_slots", "iillppiiipppp", 128, 1),
    TOP_SLOTS_MERGE("top_slots", "iiiipppp", 256, 1);

    /** Elements of a parameter that a block of the update covers. */
    static final int UPDATE_CHUNK = 1024;

    private final String file;
    private final String parameters;
    private final int threadsX;
    private final int threadsY;
    private final @Nullable GpuLanguage only;

    GpuKernel(String file, String parameters, int threadsX, int threadsY) {
        this(file, parameters, threadsX, threadsY, null);
    }

    GpuKernel(String file, String parameters, int threadsX, int threadsY, @Nullable GpuLanguage only) {
        this.file = file;
        this.parameters = parameters;
        this.threadsX = threadsX;
        this.threadsY = threadsY;
        this.only = only;
    }

    /** Whether there is such a kernel in a language. */
    public boolean isIn(GpuLanguage language) {
        return only == null || only == language;
    }

    /** The name of its source file, without extension. */
    public String file() {
        return file;
    }

    /**
     * Whether a driver should get it with its whole file only when it is first used: the kernels of the large memory are
     * most of all code, which a driver takes long to compile, and few programs need them.
     */
    public boolean late() {
        return file.startsWith("attend") || file.equals("top_slots");
    }

    /** Its name in the source. */
    public String entry() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kinds of its parameters, a letter each. */
    public String parameters() {
        return parameters;
    }

    /** Threads of a block along x; on a device whose blocks are smaller, as many as it takes. */
    public int threadsX() {
        return threadsX;
    }

    /** Threads of a block along y. */
    public int threadsY() {
        return threadsY;
    }
}
