package org.memn2n.ops.opencl;

import static org.jocl.CL.CL_DEVICE_COMPILER_AVAILABLE;
import static org.jocl.CL.CL_DEVICE_EXTENSIONS;
import static org.jocl.CL.CL_DEVICE_GLOBAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_LOCAL_MEM_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_COMPUTE_UNITS;
import static org.jocl.CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_WORK_GROUP_SIZE;
import static org.jocl.CL.CL_DEVICE_MAX_WORK_ITEM_SIZES;
import static org.jocl.CL.CL_DEVICE_NAME;
import static org.jocl.CL.CL_DEVICE_NOT_FOUND;
import static org.jocl.CL.CL_DEVICE_TYPE;
import static org.jocl.CL.CL_DEVICE_TYPE_ALL;
import static org.jocl.CL.CL_DEVICE_TYPE_CPU;
import static org.jocl.CL.CL_DEVICE_TYPE_GPU;
import static org.jocl.CL.CL_DEVICE_VERSION;
import static org.jocl.CL.CL_DRIVER_VERSION;
import static org.jocl.CL.CL_PLATFORM_NAME;
import static org.jocl.CL.CL_SUCCESS;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jocl.CL;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What OpenCL says of a device, without opening it.
 *
 * @param platform the platform's own handle
 * @param device the device's own handle
 * @param kind what it is
 * @param name of the device
 * @param platformName of whoever offers it
 * @param version of OpenCL
 * @param driver the driver's version
 * @param units compute units
 * @param memoryBytes of device memory
 * @param largestBuffer bytes of the largest buffer
 * @param localBytes that a work-group may share
 * @param groupSize the most work-items of a group
 * @param refusal why it cannot be used, with the remedy; null when it can
 */
record OpenClHardware(
        cl_platform_id platform,
        cl_device_id device,
        Kind kind,
        String name,
        String platformName,
        String version,
        String driver,
        int units,
        long memoryBytes,
        long largestBuffer,
        long localBytes,
        int groupSize,
        @Nullable String refusal) {
    /** Local memory that the kernels need, besides whole stories: matrix products are the largest. */
    static final int LEAST_LOCAL_BYTES = 24 << 10;

    /** An extension of AMD's, whose names of devices are otherwise those of the chips, and its question. */
    private static final String BOARD_NAMES = "cl_amd_device_attribute_query";

    private static final int CL_DEVICE_BOARD_NAME_AMD = 0x4038;

    private static final Logger LOG = LoggerFactory.getLogger(OpenClHardware.class);

    /** Kinds of devices, in the order in which they are numbered. */
    enum Kind {
        GPU,
        ACCELERATOR,
        CPU
    }

    /** All devices of all platforms in the order of their numbers. */
    static List<OpenClHardware> all() {
        return numbered(ofWorking(List.of(platforms()), OpenClHardware::of));
    }

    /** Those that can be used first; of these GPUs first and CPUs last, else in the order in which OpenCL has them. */
    static List<OpenClHardware> numbered(List<OpenClHardware> devices) {
        return devices.stream()
                .sorted(Comparator.comparing((OpenClHardware device) -> device.refusal() != null)
                        .thenComparing(OpenClHardware::kind))
                .toList();
    }

    /**
     * The devices of all platforms but those that fail: a broken driver should not take the others with it.
     *
     * @throws DeviceException the first failure, when no platform has a device
     */
    static <P> List<OpenClHardware> ofWorking(List<P> platforms, Function<P, List<OpenClHardware>> devicesOf) {
        List<OpenClHardware> found = new ArrayList<>();
        DeviceException failure = null;
        for (P platform : platforms) {
            try {
                found.addAll(devicesOf.apply(platform));
            } catch (DeviceException e) {
                failure = failure == null ? e : failure;
                LOG.info("a platform of OpenCL is passed over: {}", e.getMessage());
            }
        }
        if (found.isEmpty() && failure != null) {
            throw failure;
        }
        return found;
    }

    private static List<OpenClHardware> of(cl_platform_id platform) {
        int[] count = new int[1];
        int status = CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, 0, null, count);
        if (status == CL_DEVICE_NOT_FOUND || (status == CL_SUCCESS && count[0] == 0)) {
            return List.of();
        }
        check(status, "counting the devices of a platform");
        cl_device_id[] devices = new cl_device_id[count[0]];
        check(CL.clGetDeviceIDs(platform, CL_DEVICE_TYPE_ALL, count[0], devices, null), "listing devices");
        List<OpenClHardware> found = new ArrayList<>();
        for (cl_device_id device : devices) {
            found.add(of(platform, device));
        }
        return found;
    }

    private static cl_platform_id[] platforms() {
        int[] count = new int[1];
        int status = CL.clGetPlatformIDs(0, null, count);
        if (status == OpenClLibrary.PLATFORM_NOT_FOUND) {
            return new cl_platform_id[0];
        }
        check(status, "counting platforms");
        cl_platform_id[] platforms = new cl_platform_id[count[0]];
        if (count[0] > 0) {
            check(CL.clGetPlatformIDs(count[0], platforms, null), "listing platforms");
        }
        return platforms;
    }

    private static void check(int status, String what) {
        OpenClCalls.check(status, OpenClProvider.NAME, what);
    }

    private static OpenClHardware of(cl_platform_id platform, cl_device_id device) {
        long groupSize = Math.min(
                OpenClInfo.number(device, CL_DEVICE_MAX_WORK_GROUP_SIZE),
                OpenClInfo.number(device, CL_DEVICE_MAX_WORK_ITEM_SIZES));
        long localBytes = OpenClInfo.number(device, CL_DEVICE_LOCAL_MEM_SIZE);
        return new OpenClHardware(
                platform,
                device,
                kind(OpenClInfo.number(device, CL_DEVICE_TYPE)),
                name(device),
                OpenClInfo.text(platform, CL_PLATFORM_NAME),
                OpenClInfo.text(device, CL_DEVICE_VERSION),
                OpenClInfo.text(device, CL_DRIVER_VERSION),
                (int) OpenClInfo.number(device, CL_DEVICE_MAX_COMPUTE_UNITS),
                OpenClInfo.number(device, CL_DEVICE_GLOBAL_MEM_SIZE),
                OpenClInfo.number(device, CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                localBytes,
                (int) groupSize,
                refusal(
                        OpenClInfo.text(device, CL_DEVICE_VERSION),
                        OpenClInfo.text(device, CL_DEVICE_EXTENSIONS),
                        OpenClInfo.number(device, CL_DEVICE_COMPILER_AVAILABLE) != 0,
                        localBytes));
    }

    private static String name(cl_device_id device) {
        String name = OpenClInfo.text(device, CL_DEVICE_NAME);
        boolean boards =
                extensions(OpenClInfo.text(device, CL_DEVICE_EXTENSIONS)).contains(BOARD_NAMES);
        return boards ? named(OpenClInfo.text(device, CL_DEVICE_BOARD_NAME_AMD), name) : name;
    }

    /** What it is sold as, then what its driver calls it. */
    static String named(String board, String name) {
        return board.isEmpty() || board.equals(name) ? name : board + " (" + name + ")";
    }

    private static List<String> extensions(String text) {
        return List.of(text.split("\\s+", -1));
    }

    private static Kind kind(long type) {
        return (type & CL_DEVICE_TYPE_GPU) != 0
                ? Kind.GPU
                : (type & CL_DEVICE_TYPE_CPU) != 0 ? Kind.CPU : Kind.ACCELERATOR;
    }

    /** Why a device that says this of itself cannot be used; null when it can. */
    static @Nullable String refusal(String version, String extensions, boolean hasCompiler, long localBytes) {
        if (version.startsWith("OpenCL 1.0") || version.startsWith("OpenCL 1.1")) {
            return "it has " + version + ", and the kernels need 1.2; install a newer driver";
        }
        if (!hasCompiler) {
            return "its driver has no compiler, and the kernels are sources; install the full driver";
        }
        if (!extensions(extensions).contains("cl_khr_fp64")) {
            return "it lacks the extension cl_khr_fp64, in which losses and norms are summed; use another device";
        }
        if (localBytes < LEAST_LOCAL_BYTES) {
            return "a work-group has " + localBytes + " bytes of local memory, and the kernels need "
                    + LEAST_LOCAL_BYTES + "; use another device";
        }
        return null;
    }

    /** Name, platform, version and driver, for people. */
    String label() {
        return name + ", " + platformName + ", " + version + ", driver " + driver;
    }

    /** All that tells it from others, with its limits. */
    String line(int index) {
        String line = "%s:%d %s %s, %d compute units, %d MiB, buffers up to %d MiB, work-groups up to %d, %d KiB local"
                .formatted(
                        OpenClProvider.NAME,
                        index,
                        kind,
                        label(),
                        units,
                        memoryBytes >> 20,
                        largestBuffer >> 20,
                        groupSize,
                        localBytes >> 10);
        return refusal == null ? line : line + "; cannot be used: " + refusal;
    }

    /** Whether a part of its name, platform or version is this, in letters of any case. */
    boolean isCalled(String part) {
        return (name + " " + platformName + " " + version)
                .toLowerCase(Locale.ROOT)
                .contains(part.toLowerCase(Locale.ROOT));
    }
}
