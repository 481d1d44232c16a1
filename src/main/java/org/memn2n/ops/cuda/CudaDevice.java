package org.memn2n.ops.cuda;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.CountedDevice;
import org.memn2n.ops.gpu.GpuKernel;
import org.memn2n.ops.gpu.GpuLanguage;
import org.memn2n.ops.gpu.GpuTraits;

/** One GPU: its context, its kernels, and the count of what is in use. Safe to share between threads. */
final class CudaDevice extends CountedDevice {
    /**
     * The device that was last made current in a thread, so that its context is not set for every call. Not
     * the context: after a device was closed and opened again, an old one may have the same address.
     */
    private static final ThreadLocal<CudaDevice> CURRENT = new ThreadLocal<>();

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final Map<GpuKernel, CUfunction> functions = new EnumMap<>(GpuKernel.class);
    private final Map<String, CUmodule> modules = new TreeMap<>();
    private final String label;
    private final CudaProducts products;
    private final GpuTraits traits;
    private boolean closed;

    /** Opens GPU number {@code index} and loads all kernels but the late ones. */
    CudaDevice(int index) {
        int count = CudaHardware.count();
        if (index < 0 || index >= count) {
            throw new DeviceException("cuda:" + index + ": CUDA devices are numbered from 0 to " + (count - 1));
        }
        String name = CudaProvider.NAME + ":" + index;
        CudaCalls.check(JCudaDriver.cuDeviceGet(device, index), name, "opening");
        label = name + " (" + CudaHardware.of(device) + ")";
        String refusal = CudaHardware.refusal(device);
        if (refusal != null) {
            throw new DeviceException(label + ": " + refusal);
        }
        products = new CudaProducts(label);
        traits = CudaHardware.traits(device);
        CudaCalls.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), label, "making a context");
        try {
            makeCurrent();
            for (GpuKernel kernel : GpuKernel.values()) {
                if (kernel.isIn(GpuLanguage.CUDA) && !kernel.late()) {
                    function(kernel);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private CUfunction load(GpuKernel kernel) {
        CUmodule module = modules.computeIfAbsent(kernel.file(), this::loadModule);
        CUfunction function = new CUfunction();
        CudaCalls.check(
                JCudaDriver.cuModuleGetFunction(function, module, kernel.entry()),
                label,
                "finding kernel " + kernel.entry());
        return function;
    }

    private CUmodule loadModule(String file) {
        CUmodule module = new CUmodule();
        CudaCalls.check(
                JCudaDriver.cuModuleLoadData(module, PtxFiles.read(file)),
                label,
                "loading the kernels of " + file + ".ptx");
        return module;
    }

    /** Makes this device the one that the calling thread talks to: contexts belong to threads. */
    void makeCurrent() {
        if (CURRENT.get() != this) {
            CudaCalls.check(JCudaDriver.cuCtxSetCurrent(context), label, "setting the context");
            CURRENT.set(this);
        }
    }

    /** A kernel, loaded with its file if it was not yet; the device must be current. */
    synchronized CUfunction function(GpuKernel kernel) {
        return functions.computeIfAbsent(kernel, this::load);
    }

    /** What its matrix products are computed by. */
    CudaProducts products() {
        return products;
    }

    /** Memory that nobody has, of this or any process; the device must be current. */
    long freeBytes() {
        long[] free = new long[1];
        check(JCudaDriver.cuMemGetInfo(free, new long[1]), "asking for free memory");
        return free[0];
    }

    /** The major number of its compute capability. */
    int capability() {
        return CudaHardware.capability(device);
    }

    /** Throws unless a call of the driver succeeded. */
    void check(int result, String what) {
        CudaCalls.check(result, label, what);
    }

    @Override
    public String label() {
        return label;
    }

    /** What launches may count on. */
    GpuTraits traits() {
        return traits;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            makeCurrent();
            modules.values().forEach(JCudaDriver::cuModuleUnload);
            CURRENT.remove();
            JCudaDriver.cuDevicePrimaryCtxRelease(device);
        }
    }
}
