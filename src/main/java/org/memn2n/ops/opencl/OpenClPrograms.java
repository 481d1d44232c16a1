package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_program;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;

/** The programs of one device, one a source file: from the cache where it has them, else built by the driver. */
final class OpenClPrograms implements AutoCloseable {
    private static final int LONGEST_LOG = 4000;

    private final OpenClDevice device;
    private final ProgramCache cache;
    private final String options;
    private final Map<String, cl_program> programs = new TreeMap<>();

    OpenClPrograms(OpenClDevice device, ProgramCache cache) {
        this.device = device;
        this.cache = cache;
        this.options = "-cl-std=CL1.2 -DMAX_GROUP=" + device.largestGroup();
    }

    /** The program of a source file. */
    synchronized cl_program of(String file) {
        return programs.computeIfAbsent(file, name -> make(name + ".cl", KernelText.read(name)));
    }

    /** A program from this text; the caller releases it. */
    cl_program make(String name, String text) {
        OpenClHardware hardware = device.hardware();
        String key = ProgramCache.key(
                text, options, hardware.platformName(), hardware.name(), hardware.version(), hardware.driver());
        byte[] binary = cache.read(key);
        cl_program cached = binary == null ? null : fromBinary(binary);
        if (cached != null) {
            return cached;
        }
        cl_program built = fromSource(name, text);
        byte[] made = binary(built);
        if (made.length > 0) {
            cache.write(key, made);
        }
        return built;
    }

    /** Null where the driver does not take what it once gave. */
    private @Nullable cl_program fromBinary(byte[] binary) {
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithBinary(
                device.context(), 1, devices(), new long[] {binary.length}, new byte[][] {binary}, new int[1], status);
        if (status[0] != CL.CL_SUCCESS) {
            return null;
        }
        if (build(program) != CL.CL_SUCCESS) {
            CL.clReleaseProgram(program);
            return null;
        }
        return program;
    }

    private cl_program fromSource(String name, String text) {
        int[] status = new int[1];
        cl_program program = CL.clCreateProgramWithSource(device.context(), 1, new String[] {text}, null, status);
        device.check(status[0], "reading the kernels of " + name);
        int built = build(program);
        if (built != CL.CL_SUCCESS) {
            String log = log(program);
            CL.clReleaseProgram(program);
            throw new DeviceException(device.label() + ": building the kernels of " + name + " with " + options
                    + " failed with " + CL.stringFor_errorCode(built) + "; its compiler says:\n" + log
                    + "\nUpdate the driver of the device; --device scalar works without OpenCL");
        }
        return program;
    }

    private int build(cl_program program) {
        return CL.clBuildProgram(program, 1, devices(), options, null, null);
    }

    private cl_device_id[] devices() {
        return new cl_device_id[] {device.hardware().device()};
    }

    /** What the compiler wrote, its beginning if it is long. */
    private String log(cl_program program) {
        cl_device_id target = device.hardware().device();
        long[] length = new long[1];
        CL.clGetProgramBuildInfo(program, target, CL.CL_PROGRAM_BUILD_LOG, 0, null, length);
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) length[0]);
        CL.clGetProgramBuildInfo(program, target, CL.CL_PROGRAM_BUILD_LOG, length[0], Pointer.to(bytes), null);
        String log = StandardCharsets.UTF_8
                .decode(bytes)
                .toString()
                .replace("\0", "")
                .strip();
        return log.length() <= LONGEST_LOG ? log : log.substring(0, LONGEST_LOG) + " ...";
    }

    /** The machine code of the one device; empty where the driver gives none. */
    private static byte[] binary(cl_program program) {
        ByteBuffer length = ByteBuffer.allocateDirect(Long.BYTES).order(ByteOrder.nativeOrder());
        int status = CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARY_SIZES, Long.BYTES, Pointer.to(length), null);
        if (status != CL.CL_SUCCESS) {
            return new byte[0];
        }
        ByteBuffer binary = ByteBuffer.allocateDirect((int) length.getLong(0));
        Pointer list = Pointer.to(new Pointer[] {Pointer.to(binary)});
        if (CL.clGetProgramInfo(program, CL.CL_PROGRAM_BINARIES, Long.BYTES, list, null) != CL.CL_SUCCESS) {
            return new byte[0];
        }
        byte[] bytes = new byte[binary.capacity()];
        binary.get(bytes);
        return bytes;
    }

    @Override
    public synchronized void close() {
        programs.values().forEach(CL::clReleaseProgram);
        programs.clear();
    }
}
