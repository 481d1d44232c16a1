package org.memn2n.ops.cuda;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.gpu.GpuKernel;

/** One GPU: its context, its kernels, and the count of its memory in use. Safe to share between threads. */
final class CudaDevice implements AutoCloseable {
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
    private final int multiprocessors;
    private final AtomicLong allocations = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong objects = new AtomicLong();
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
        products = new CudaProducts(label);
        multiprocessors = CudaHardware.multiprocessors(device);
        CudaCalls.check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), label, "making a context");
        try {
            makeCurrent();
            for (GpuKernel kernel : GpuKernel.values()) {
                if (!kernel.late()) {
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

    /** The major number of its compute capability. */
    int capability() {
        return CudaHardware.capability(device);
    }

    /** Throws unless a call of the driver succeeded. */
    void check(int result, String what) {
        CudaCalls.check(result, label, what);
    }

    /** The device for people. */
    String label() {
        return label;
    }

    /** How many multiprocessors it has. */
    int multiprocessors() {
        return multiprocessors;
    }

    void allocated(long size) {
        allocations.incrementAndGet();
        bytes.addAndGet(size);
    }

    void freed(long size) {
        allocations.decrementAndGet();
        bytes.addAndGet(-size);
    }

    /** Counts a stream, an event, a graph or a piece of page-locked memory that was made. */
    void made() {
        objects.incrementAndGet();
    }

    /** Counts one that is gone. */
    void destroyed() {
        objects.decrementAndGet();
    }

    /** How many streams, events, graphs and pieces of page-locked memory there are. */
    long objects() {
        return objects.get();
    }

    /** How many pieces of device memory are in use. */
    long allocations() {
        return allocations.get();
    }

    /** How many bytes of device memory are in use. */
    long bytes() {
        return bytes.get();
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
