package org.memn2n.ops.cuda;

import static jcuda.jcublas.cublasStatus.CUBLAS_STATUS_SUCCESS;
import static jcuda.libraryPropertyType.MAJOR_VERSION;
import static jcuda.libraryPropertyType.MINOR_VERSION;

import java.io.FileNotFoundException;
import java.io.IOException;
import jcuda.JCudaVersion;
import jcuda.LibUtils;
import jcuda.jcublas.JCublas2;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.LoaderMessages;

/**
 * Whether cuBLAS can be loaded, found out once. JCublas asks for {@code libcublas.so.12}; where there is none, the bridge
 * from the jar takes its name and passes the calls on to {@code libcublas.so.13}.
 */
final class CublasLibrary {
    /** What {@code native/cublas-bridge} is compiled to. */
    private static final String BRIDGE = "/org/memn2n/ops/cuda/libcublas-bridge.so";

    private static final String TWELVE = "libcublas.so.12";
    private static final String REMEDY = "; install the cuBLAS of CUDA 12 or 13, or name its folder in LD_LIBRARY_PATH";

    private static @Nullable String refusal;
    private static String name = "cuBLAS";
    private static boolean probed;

    private CublasLibrary() {}

    /** Why cuBLAS cannot be loaded, with the remedy; null when it is. */
    static synchronized @Nullable String refusal() {
        if (!probed) {
            refusal = probe();
            probed = true;
        }
        return refusal;
    }

    /** Its version and how it was found, once it is loaded. */
    static synchronized String name() {
        return name;
    }

    private static @Nullable String probe() {
        try {
            String missing = whyNotTwelve();
            if (missing != null) {
                NativeFiles.load(BRIDGE);
            }
            JCublas2.initialize();
            int[] version = new int[1];
            int status = JCublas2.cublasGetProperty(MAJOR_VERSION, version);
            if (status != CUBLAS_STATUS_SUCCESS) {
                return (missing == null ? "" : missing + "; ") + JCublas2.cublasGetStatusString(status) + REMEDY;
            }
            int major = version[0];
            JCublas2.cublasGetProperty(MINOR_VERSION, version);
            name = "cuBLAS " + major + "." + version[0] + (missing == null ? "" : " through the bridge");
            return null;
        } catch (FileNotFoundException e) {
            return TWELVE
                    + " cannot be loaded, and this build has no bridge to libcublas.so.13: it was built without a C++"
                    + " compiler";
        } catch (IOException e) {
            return "the bridge to libcublas.so.13 cannot be unpacked: " + e;
        } catch (LinkageError | RuntimeException e) {
            return "JCublas cannot be set up: " + LoaderMessages.reason(e, TWELVE);
        }
    }

    /**
     * Why {@code libcublas.so.12} cannot be loaded, or null when it is. Asked of another library of JCublas that needs it:
     * when a class of JCublas fails to load its library once, it cannot be used any more.
     */
    private static @Nullable String whyNotTwelve() throws IOException {
        String library = LibUtils.createPlatformLibraryName("JCublas-" + JCudaVersion.get());
        try {
            NativeFiles.load("/lib/" + System.mapLibraryName(library));
            return null;
        } catch (UnsatisfiedLinkError e) {
            return LoaderMessages.reason(e, TWELVE);
        }
    }
}
