package org.memn2n.ops.cuda;

import static jcuda.driver.CUevent_flags.CU_EVENT_DISABLE_TIMING;

import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** An owned event: a place in a stream that other streams, or the host, can wait for. */
final class CudaEvent implements AutoCloseable {
    private final CudaDevice device;
    private final CUevent event = new CUevent();
    private boolean closed;

    CudaEvent(CudaDevice device) {
        this.device = device;
        device.makeCurrent();
        device.check(JCudaDriver.cuEventCreate(event, CU_EVENT_DISABLE_TIMING), "making an event");
        device.made();
    }

    /** For driver calls. */
    CUevent handle() {
        return event;
    }

    /** From now on this is the place behind all work that the stream was given. */
    void record(CudaStream stream) {
        device.check(JCudaDriver.cuEventRecord(event, stream.handle()), "recording an event");
    }

    /** Lets the host wait until the place is reached. */
    void await() {
        device.check(JCudaDriver.cuEventSynchronize(event), "waiting for an event");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuEventDestroy(event);
            device.destroyed();
        }
    }
}
