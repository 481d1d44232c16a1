package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/**
 * One step of gradient descent with a table of addresses: norms and, by the last block, one decision for all, then the
 * step.
 */
final class GpuUpdate implements UpdateLaunches {
    /** Bytes of {@code struct Parameter} of the kernels. */
    static final int PARAMETER = 32;

    private final GpuQueue queue;
    private final SentTable parameters;
    private final Scratch partial;
    private final Scratch factors;
    private final Scratch gram;
    private final Scratch spectral;

    GpuUpdate(GpuQueue queue) {
        this.queue = queue;
        this.parameters = new SentTable(queue);
        this.partial = new Scratch(queue);
        this.factors = new Scratch(queue);
        this.gram = new Scratch(queue);
        this.spectral = new Scratch(queue);
    }

    @Override
    public void step(List<Trained> trained, UpdateRule rule, long step, Tally tally) {
        int count = trained.size();
        int blocks = UpdateLaunches.blocks(trained);
        GpuBuffer table = parameters.of(table(trained));
        GpuBuffer partialSums = partial.atLeast((long) Math.max(1, blocks) * Double.BYTES);
        GpuBuffer steps = factors.atLeast((long) count * Double.BYTES);
        boolean needsSpectral = rule.clip().kind() == Clip.Kind.EACH_TENSOR_SPECTRAL;
        if (needsSpectral) {
            spectralNorms(trained, table);
        }
        GpuQueue.Arguments norms =
                queue.arguments().buffer(table).number(count).number(blocks).buffer(partialSums);
        norms = needsSpectral ? norms.buffer(spectral.buffer()) : norms.nothing();
        norms.number(UpdateLaunches.code(rule.clip().kind()))
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

    private ByteBuffer table(List<Trained> trained) {
        ByteBuffer rows = ByteBuffer.allocate(trained.size() * PARAMETER).order(ByteOrder.nativeOrder());
        int firstBlock = 0;
        for (Trained parameter : trained) {
            Tensor value = parameter.value();
            rows.putLong(queue.address(GpuTensor.buffer(value)))
                    .putLong(queue.address(GpuTensor.buffer(parameter.gradient())))
                    .putInt(value.shape().extent(0))
                    .putInt(value.shape().extent(1))
                    .putInt(parameter.nullRow() ? 1 : 0)
                    .putInt(firstBlock);
            firstBlock += UpdateLaunches.blocks(value);
        }
        return rows.flip();
    }

    @Override
    public void close() {
        parameters.close();
        List.of(partial, factors, gram, spectral).forEach(Scratch::close);
    }
}
