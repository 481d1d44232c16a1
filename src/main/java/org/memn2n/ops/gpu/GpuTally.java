package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.Tally;

/** A tally in device memory, laid out as {@code struct Tally} of the kernels. */
final class GpuTally implements Tally {
    /** Bytes of {@code struct Tally} of the kernels. */
    static final int BYTES = 48;

    private final GpuBuffer buffer;
    private final ByteBuffer host = ByteBuffer.allocateDirect(BYTES).order(ByteOrder.nativeOrder());

    GpuTally(GpuQueue queue) {
        buffer = queue.allocate(BYTES);
        reset(queue);
    }

    static GpuTally of(Tally tally) {
        if (tally instanceof GpuTally gpu) {
            return gpu;
        }
        throw new DeviceException("a tally of another backend was handed to a GPU backend");
    }

    GpuBuffer buffer() {
        return buffer;
    }

    void reset(GpuQueue queue) {
        ByteBuffer staging = queue.staging(BYTES);
        staging.putDouble(0, 0)
                .putLong(8, 0)
                .putLong(16, 0)
                .putLong(24, 0)
                .putInt(32, Fault.NONE)
                .putInt(36, 0)
                .putLong(40, 0);
        queue.upload(staging, buffer, BYTES);
    }

    Values read(GpuQueue queue) {
        queue.download(buffer, 0, host, BYTES);
        Fault fault = new Fault(host.getLong(24), host.getInt(32));
        boolean unstepped = host.getInt(36) != 0 && !fault.present();
        return new Values(
                host.getDouble(0), host.getLong(8), host.getLong(16), unstepped ? new Fault(0, Fault.LOSS) : fault);
    }

    @Override
    public void close() {
        buffer.close();
    }
}
