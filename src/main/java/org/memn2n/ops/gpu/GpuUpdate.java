package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/** The launches of one step of gradient descent: norms with one decision for all, then the step. */
final class GpuUpdate implements AutoCloseable {
    /** Bytes of {@code struct Parameter} of the kernels. */
    static final int PARAMETER = 32;

    private final GpuQueue queue;
    private final Scratch parameters;
    private final Scratch partial;
    private final Scratch factors;
    private final Scratch gram;
    private final Scratch spectral;

    GpuUpdate(GpuQueue queue) {
        this.queue = queue;
        this.parameters = new Scratch(queue);
        this.partial = new Scratch(queue);
        this.factors = new Scratch(queue);
        this.gram = new Scratch(queue);
        this.spectral = new Scratch(queue);
    }

    void step(List<Trained> trained, UpdateRule rule, long step, Tally tally) {
        int count = trained.size();
        int blocks = uploadParameters(trained);
        GpuBuffer table = parameters.buffer();
        GpuBuffer partialSums = partial.atLeast((long) Math.max(1, blocks) * Double.BYTES);
        GpuBuffer steps = factors.atLeast((long) count * Double.BYTES);
        boolean needsSpectral = rule.clip().kind() == Clip.Kind.EACH_TENSOR_SPECTRAL;
        if (needsSpectral) {
            spectralNorms(trained, table);
        }
        GpuQueue.Arguments norms =
                queue.arguments().buffer(table).number(count).number(blocks).buffer(partialSums);
        norms = needsSpectral ? norms.buffer(spectral.buffer()) : norms.nothing();
        norms.number(code(rule.clip().kind()))
                .real(rule.clip().threshold())
                .real(rule.learningRate())
                .real(rule.gradientScale())
                .number(step)
                .buffer(GpuTally.of(tally).buffer())
                .buffer(steps);
        queue.launch(GpuKernel.UPDATE_NORMS, Math.max(1, blocks), 1, norms);
        queue.launch(
                GpuKernel.UPDATE_APPLY,
                blocks,
                1,
                queue.arguments().buffer(table).number(count).number(blocks).buffer(steps));
    }

    private void spectralNorms(List<Trained> trained, GpuBuffer table) {
        int columns = trained.stream()
                .mapToInt(parameter -> parameter.value().shape().extent(1))
                .max()
                .orElse(1);
        GpuBuffer products = gram.atLeast((long) trained.size() * columns * columns * Double.BYTES);
        GpuBuffer norms = spectral.atLeast((long) trained.size() * Double.BYTES);
        queue.launch(
                GpuKernel.SPECTRAL_NORM,
                trained.size(),
                1,
                queue.arguments()
                        .buffer(table)
                        .number(trained.size())
                        .buffer(products)
                        .number(columns)
                        .buffer(norms));
    }

    /** The number by which the kernels know a kind of clip; part of their interface. */
    private static int code(Clip.Kind kind) {
        return switch (kind) {
            case NONE -> 0;
            case EACH_TENSOR -> 1;
            case EACH_TENSOR_SPECTRAL -> 2;
            case GLOBAL -> 3;
        };
    }

    /** The kernels' table of parameters; gives the number of blocks that cover them all. */
    private int uploadParameters(List<Trained> trained) {
        int bytes = trained.size() * PARAMETER;
        GpuBuffer table = parameters.atLeast(bytes);
        if (bytes == 0) {
            return 0;
        }
        ByteBuffer staging = queue.staging(bytes);
        int firstBlock = 0;
        for (int i = 0; i < trained.size(); i++) {
            Trained parameter = trained.get(i);
            Tensor value = parameter.value();
            int at = i * PARAMETER;
            staging.putLong(at, queue.address(GpuTensor.buffer(value)))
                    .putLong(at + 8, queue.address(GpuTensor.buffer(parameter.gradient())))
                    .putInt(at + 16, value.shape().extent(0))
                    .putInt(at + 20, value.shape().extent(1))
                    .putInt(at + 24, parameter.nullRow() ? 1 : 0)
                    .putInt(at + 28, firstBlock);
            firstBlock += (value.shape().size() + GpuKernel.UPDATE_CHUNK - 1) / GpuKernel.UPDATE_CHUNK;
        }
        queue.upload(staging, table, bytes);
        return firstBlock;
    }

    @Override
    public void close() {
        List.of(parameters, partial, factors, gram, spectral).forEach(Scratch::close);
    }
}
