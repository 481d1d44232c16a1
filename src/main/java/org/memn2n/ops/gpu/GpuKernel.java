package org.memn2n.ops.gpu;

import java.util.Locale;

/**
 * The catalogue of kernels: for each its source file, its parameters and its block size.
 *
 * <p>Parameters, in order: i int, l 64-bit int, f float, d double, p pointer, s structure of pointers. A test
 * holds the catalogue against the sources. The work of a thread is described in the source; the number of
 * blocks is computed where the kernel is launched.
 */
public enum GpuKernel {
    EMBED("embed", "pppiiiiis", 256, 1),
    EMBED_GRADIENT_WORDS("embed", "pppppiiiiis", 256, 1),
    EMBED_GRADIENT_TIMES("embed", "pppiiis", 256, 1),
    INNER_PRODUCTS("slots", "piippp", 256, 1),
    INNER_PRODUCTS_GRADIENT_STATE("slots", "piippp", 128, 1),
    INNER_PRODUCTS_GRADIENT_MEMORY("slots", "piippp", 256, 1),
    SOFTMAX("slots", "piip", 128, 1),
    SOFTMAX_GRADIENT("slots", "pipp", 128, 1),
    WEIGHTED_SUM("slots", "piippp", 128, 1),
    WEIGHTED_SUM_GRADIENT_OUTPUT("slots", "piippp", 256, 1),
    HOP_FORWARD("hop", "piiiiiippppp", 256, 1),
    HOP_GRADIENT("hop", "piiiiipppppppppp", 256, 1),
    STORY_FORWARD("story", "piiiiiiiifpps", 512, 1),
    STORY_GRADIENT("story", "piiiiiiippppps", 512, 1),
    STORY_TABLES_GRADIENT("story_tables", "piiiiiiiiipppps", 128, 1),
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
    CROSS_ENTROPY("answer", "iipppppp", 256, 1),
    DISTRIBUTION("answer", "iipp", 256, 1),
    UPDATE_NORMS("update", "piippidddlpp", 256, 1),
    UPDATE_APPLY("update", "piip", 256, 1),
    SPECTRAL_NORM("update", "pipip", 256, 1),
    ATTEND_1("attend", "iiillpppppp", 128, 1),
    ATTEND_8("attend", "iiillpppppp", 128, 1),
    ATTEND_16("attend", "iiillpppppp", 128, 1),
    ATTEND_32("attend_many", "iiillpppppp", 256, 1),
    ATTEND_64("attend_many", "iiillpppppp", 256, 1),
    ATTEND_COMBINE("attend", "iiippppp", 512, 1),
    TOP_SLOTS("top_slots", "iillppiiipppp", 128, 1),
    TOP_SLOTS_MERGE("top_slots", "iiiipppp", 256, 1);

    /** Elements of a parameter that a block of the update covers. */
    static final int UPDATE_CHUNK = 1024;

    private final String file;
    private final String parameters;
    private final int threadsX;
    private final int threadsY;

    GpuKernel(String file, String parameters, int threadsX, int threadsY) {
        this.file = file;
        this.parameters = parameters;
        this.threadsX = threadsX;
        this.threadsY = threadsY;
    }

    /** The name of its source file, without extension. */
    public String file() {
        return file;
    }

    /**
     * Whether a driver should get it with its whole file only when it is first used: the kernels of the large memory take
     * seconds to compile, and few programs need them.
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

    /** Threads of a block along x. */
    public int threadsX() {
        return threadsX;
    }

    /** Threads of a block along y. */
    public int threadsY() {
        return threadsY;
    }
}
