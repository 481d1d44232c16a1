package org.memn2n.ops.opencl;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;
import org.jspecify.annotations.Nullable;

/** What OpenCL says of platforms and devices, read through memory outside the heap. */
final class OpenClInfo {
    private OpenClInfo() {}

    /** A call that tells how many bytes an answer has, or writes it. */
    private interface Question {
        int ask(long bytes, @Nullable Pointer target, long @Nullable [] needed);
    }

    private static ByteBuffer answer(String what, Question question) {
        long[] needed = new long[1];
        OpenClCalls.check(question.ask(0, null, needed), OpenClProvider.NAME, what);
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) needed[0]).order(ByteOrder.nativeOrder());
        OpenClCalls.check(question.ask(needed[0], Pointer.to(bytes), null), OpenClProvider.NAME, what);
        return bytes;
    }

    private static ByteBuffer of(cl_device_id device, int parameter) {
        return answer(
                "asking a device for " + CL.stringFor_cl_device_info(parameter),
                (bytes, target, needed) -> CL.clGetDeviceInfo(device, parameter, bytes, target, needed));
    }

    private static String text(ByteBuffer bytes) {
        String text = StandardCharsets.UTF_8.decode(bytes).toString();
        int end = text.indexOf(0);
        return (end < 0 ? text : text.substring(0, end)).strip();
    }

    /** A text about a platform. */
    static String text(cl_platform_id platform, int parameter) {
        return text(answer(
                "asking a platform for " + CL.stringFor_cl_platform_info(parameter),
                (bytes, target, needed) -> CL.clGetPlatformInfo(platform, parameter, bytes, target, needed)));
    }

    /** A text about a device. */
    static String text(cl_device_id device, int parameter) {
        return text(of(device, parameter));
    }

    /** A whole number about a device, of 4 or 8 bytes; the first where there are several. */
    static long number(cl_device_id device, int parameter) {
        ByteBuffer bytes = of(device, parameter);
        return bytes.capacity() < Long.BYTES ? Integer.toUnsignedLong(bytes.getInt(0)) : bytes.getLong(0);
    }
}
