package org.memn2n.ops.cuda;

import static jcuda.driver.CUstream_flags.CU_STREAM_NON_BLOCKING;

import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/** An owned stream of a device: work that is done in the order in which it was issued. */
final class CudaStream implements AutoCloseable {
    private final CudaDevice device;
    private final CUstream stream = new CUstream();
    private boolean closed;

    CudaStream(CudaDevice device) {
        this.device = device;
        device.makeCurrent();
        device.check(JCudaDriver.cuStreamCreate(stream, CU_STREAM_NON_BLOCKING), "making a stream");
        device.made();
    }

    /** For driver calls. */
    CUstream handle() {
        return stream;
    }

    /** Lets work that is issued from now on wait for what the event was last recorded after. */
    void await(CudaEvent event) {
        device.check(JCudaDriver.cuStreamWaitEvent(stream, event.handle(), 0), "waiting for another stream");
    }

    /** Waits for all work that was issued. */
    void finish() {
        device.check(JCudaDriver.cuStreamSynchronize(stream), "waiting for the work before");
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            device.makeCurrent();
            JCudaDriver.cuStreamSynchronize(stream);
            JCudaDriver.cuStreamDestroy(stream);
            device.destroyed();
        }
    }
}
