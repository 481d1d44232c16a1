package org.memn2n.ops.opencl;

import java.util.List;
import org.jocl.CL;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.LoaderMessages;

/** Which OpenCL devices there are, found out once: after a failed first touch JOCL says something else. */
final class OpenClLibrary {
    /** The loader's status when no driver could be loaded, of the extension cl_khr_icd. */
    static final int PLATFORM_NOT_FOUND = -1001;

    private static final String LOADER = "libOpenCL.so";
    private static final String REMEDY =
            "install the OpenCL driver of the device (for the CPU, on Debian: apt-get install"
                    + " pocl-opencl-icd ocl-icd-libopencl1)";

    private static @Nullable String refusal;
    private static List<OpenClHardware> devices = List.of();
    private static boolean probed;

    private OpenClLibrary() {}

    /** Why there is no OpenCL here, with the remedy; null when there is a device. */
    static synchronized @Nullable String refusal() {
        if (!probed) {
            refusal = probe();
            probed = true;
        }
        return refusal;
    }

    /** All devices, in the order of their numbers; none where there is no OpenCL. */
    static synchronized List<OpenClHardware> devices() {
        refusal();
        return devices;
    }

    private static @Nullable String probe() {
        if (LoaderSearch.ofProcess().findsNothing()) {
            return noLoader(
                    "there is no " + String.join(" or ", LoaderSearch.NAMES) + " where libraries are looked for");
        }
        try {
            CL.setExceptionsEnabled(false);
            devices = OpenClHardware.all();
            if (devices.isEmpty()) {
                return "no OpenCL driver offers a device; " + REMEDY + IcdEntries.report();
            }
            KeptSignals.check(devices);
            return null;
        } catch (LinkageError e) {
            return noLoader(LoaderMessages.reason(e, LOADER));
        } catch (DeviceException e) {
            return "OpenCL cannot be set up: " + e.getMessage() + "; " + REMEDY + IcdEntries.report();
        } catch (RuntimeException e) {
            return "JOCL cannot be set up: " + LoaderMessages.reason(e, LOADER);
        }
    }

    private static String noLoader(String reason) {
        return "the OpenCL loader " + LOADER + " cannot be loaded; " + REMEDY + " (" + reason + ")";
    }
}
