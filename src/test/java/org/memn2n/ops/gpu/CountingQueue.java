package org.memn2n.ops.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queue without a device: it writes down what it is asked to launch, and holds arguments against the catalogue. */
final class CountingQueue implements GpuQueue {
    private final List<GpuKernel> launched = new ArrayList<>();
    private int mostBlocksY;
    private int uploads;

    List<GpuKernel> launched() {
        return launched;
    }

    int uploads() {
        return uploads;
    }

    /** The most blocks along y of any launch. */
    int mostBlocksY() {
        return mostBlocksY;
    }

    void forget() {
        launched.clear();
        uploads = 0;
    }

    private record Buffer(long bytes) implements GpuBuffer {
        @Override
        public void close() {}
    }

    @Override
    public GpuBuffer allocate(long bytes) {
        return new Buffer(bytes);
    }

    /** What is sent to an input counts as an upload. */
    @Override
    public GpuInput input(long bytes) {
        GpuBuffer buffer = allocate(bytes);
        return new GpuInput() {
            @Override
            public GpuBuffer buffer() {
                return buffer;
            }

            @Override
            public void send(ByteBuffer staging, int count) {
                upload(staging, buffer, count);
            }

            @Override
            public void release() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public ByteBuffer staging(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void upload(ByteBuffer staging, GpuBuffer target, long offset, int bytes) {
        assertThat(offset + bytes).isLessThanOrEqualTo(target.bytes());
        uploads++;
    }

    @Override
    public void download(GpuBuffer source, long offset, ByteBuffer target, int bytes) {}

    @Override
    public void finish() {}

    @Override
    public void copy(GpuBuffer source, long sourceOffset, GpuBuffer target, long targetOffset, long bytes) {}

    @Override
    public void zero(GpuBuffer target, long bytes) {}

    @Override
    public void launch(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, Arguments arguments) {
        assertThat(((Kinds) arguments).kinds.toString()).as(kernel.entry()).isEqualTo(kernel.parameters());
        if (blocksX > 0 && blocksY > 0) {
            mostBlocksY = Math.max(mostBlocksY, blocksY);
            launched.add(kernel);
        }
    }

    @Override
    public GpuTraits traits() {
        return GpuTraits.cuda(1);
    }

    @Override
    public long address(GpuBuffer buffer) {
        return 0;
    }

    @Override
    public Arguments arguments() {
        return new Kinds();
    }

    @Override
    public void close() {}

    /** The letters of the arguments. */
    private static final class Kinds implements Arguments {
        private final StringBuilder kinds = new StringBuilder();

        private Arguments add(char kind) {
            kinds.append(kind);
            return this;
        }

        @Override
        public Arguments number(int value) {
            return add('i');
        }

        @Override
        public Arguments number(long value) {
            return add('l');
        }

        @Override
        public Arguments real(float value) {
            return add('f');
        }

        @Override
        public Arguments real(double value) {
            return add('d');
        }

        @Override
        public Arguments buffer(GpuBuffer buffer) {
            return add('p');
        }

        @Override
        public Arguments part(GpuBuffer buffer, long offset) {
            return add('o');
        }

        @Override
        public Arguments noPart() {
            return add('o');
        }

        @Override
        public Arguments nothing() {
            return add('p');
        }

        @Override
        public Arguments addresses(@Nullable GpuBuffer[] buffers) {
            return add('s');
        }
    }
}
