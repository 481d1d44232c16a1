package org.memn2n.ops.gpu;

import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/** The launches of one step of gradient descent. */
interface UpdateLaunches extends AutoCloseable {
    /** Steps all parameters, unless the tally holds a fault or one of them brings it. */
    void step(List<Trained> trained, UpdateRule rule, long step, Tally tally);

    @Override
    void close();

    /** As the language of a queue's kernels allows. */
    static UpdateLaunches of(GpuQueue queue) {
        return switch (queue.traits().language()) {
            case CUDA -> new GpuUpdate(queue);
            case OPENCL -> new GpuUpdateInParts(queue);
        };
    }

    /** The number by which the kernels know a kind of clip; part of their interface. */
    static int code(Clip.Kind kind) {
        return switch (kind) {
            case NONE -> 0;
            case EACH_TENSOR -> 1;
            case EACH_TENSOR_SPECTRAL -> 2;
            case GLOBAL -> 3;
        };
    }

    /** Blocks that cover a parameter. */
    static int blocks(Tensor value) {
        return GpuKernels.blocks(value.shape().size(), GpuKernel.UPDATE_CHUNK);
    }

    /** Blocks that cover all parameters. */
    static int blocks(List<Trained> trained) {
        return trained.stream().mapToInt(parameter -> blocks(parameter.value())).sum();
    }
}
