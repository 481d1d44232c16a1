package org.memn2n.ops.cuda;

import java.lang.reflect.Method;
import jcuda.NativePointerObject;
import jcuda.driver.CUdeviceptr;

/** Reads the address out of a device pointer, which JCuda keeps to itself. */
final class Address {
    private static final Method GETTER = getter();

    private Address() {}

    static long of(CUdeviceptr pointer) {
        try {
            return (long) GETTER.invoke(pointer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of JCuda hides device addresses", e);
        }
    }

    private static Method getter() {
        try {
            Method method = NativePointerObject.class.getDeclaredMethod("getNativePointer");
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of JCuda hides device addresses", e);
        }
    }
}
