package org.memn2n.ops.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUdevice;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.gpu.GpuTraits;

/** What the driver says of the GPUs, without opening them. */
final class CudaHardware {
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
            lines.add(CudaProvider.NAME + ":" + index + " " + of(device) + ", " + (bytes[0] >> 20)
                    + " MiB, kernels as PTX, matrix products: " + CudaProducts.description());
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
                + driver[0] / 1000 + "." + driver[0] % 1000 / 10;
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
