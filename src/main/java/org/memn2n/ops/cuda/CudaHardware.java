package org.memn2n.ops.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.gpu.GpuTraits;

/** What the driver says of the GPUs, without opening them. */
final class CudaHardware {
    /** Of the target of the PTX files, in tenths. */
    private static final int LEAST_CAPABILITY = 75;

    private CudaHardware() {}

    /** How many there are. */
    static int count() {
        int[] count = new int[1];
        check(JCudaDriver.cuDeviceGetCount(count), "counting devices");
        return count[0];
    }

    /** A line for each. */
    static List<String> all() {
        List<String> lines = new ArrayList<>();
        for (int index = 0; index < count(); index++) {
            CUdevice device = new CUdevice();
            check(JCudaDriver.cuDeviceGet(device, index), "looking at device " + index);
            long[] bytes = new long[1];
            check(JCudaDriver.cuDeviceTotalMem(bytes, device), "asking for its memory");
            String refusal = refusal(device);
            lines.add(CudaProvider.NAME + ":" + index + " " + of(device) + ", " + (bytes[0] >> 20) + " MiB, "
                    + (refusal == null
                            ? "kernels as PTX, matrix products: " + CudaProducts.description()
                            : "cannot be used: " + refusal));
        }
        return lines;
    }

    /** Name, compute capability and the driver's version. */
    static String of(CUdevice device) {
        byte[] name = new byte[256];
        check(JCudaDriver.cuDeviceGetName(name, name.length, device), "asking for its name");
        int end = 0;
        while (end < name.length && name[end] != 0) {
            end++;
        }
        int[] driver = new int[1];
        check(JCudaDriver.cuDriverGetVersion(driver), "asking for the driver's version");
        return new String(name, 0, end, StandardCharsets.UTF_8) + ", compute capability "
                + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device) + "."
                + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device) + ", driver CUDA "
                + version(driver[0]);
    }

    /** A version as people write it, of 1000 times the major number and 10 times the minor one. */
    static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    /** Why this GPU cannot run the kernels, or null. */
    static @Nullable String refusal(CUdevice device) {
        int minor = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device);
        int capability = 10 * capability(device) + minor;
        return capability >= LEAST_CAPABILITY
                ? null
                : "its compute capability is below 7.5, for which the kernels are made; take opencl or simd";
    }

    /** The major number of the compute capability. */
    static int capability(CUdevice device) {
        return attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device);
    }

    /** What launches may count on. */
    static GpuTraits traits(CUdevice device) {
        return GpuTraits.cuda(attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device));
    }

    private static int attribute(int attribute, CUdevice device) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "asking for an attribute");
        return value[0];
    }

    private static void check(int result, String what) {
        CudaCalls.check(result, CudaProvider.NAME, what);
    }
}
