package org.memn2n.ops.gpu;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.Clip;
import org.memn2n.ops.Tally;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.Trained;
import org.memn2n.ops.UpdateRule;

/**
 * One step of gradient descent with parameters as arguments, so many at a time: sums of squares, one decision for all,
 * then the step.
 */
final class GpuUpdateInParts implements UpdateLaunches {
    /** Parameters that one launch takes. */
    static final int PARAMETERS = 16;

    /** Integers of a row of the kernels' table: elements, elements of the null row, first block. */
    static final int ROW = 3;

    private final GpuQueue queue;
    private final SentTable sizes;
    private final Scratch partial;
    private final Scratch factors;
    private final Scratch gram;
    private final Scratch spectral;

    GpuUpdateInParts(GpuQueue queue) {
        this.queue = queue;
        this.sizes = new SentTable(queue);
        this.partial = new Scratch(queue);
        this.factors = new Scratch(queue);
        this.gram = new Scratch(queue);
        this.spectral = new Scratch(queue);
    }

    @Override
    public void step(List<Trained> trained, UpdateRule rule, long step, Tally tally) {
        int blocks = UpdateLaunches.blocks(trained);
        GpuBuffer table = sizes.of(table(trained));
        GpuBuffer partialSums = partial.atLeast((long) Math.max(1, blocks) * Double.BYTES);
        GpuBuffer steps = factors.atLeast((long) trained.size() * Double.BYTES);
        for (int first = 0; first < trained.size(); first += PARAMETERS) {
            part(GpuKernel.UPDATE_SQUARES, trained, first, table, partialSums, false);
        }
        boolean needsSpectral = rule.clip().kind() == Clip.Kind.EACH_TENSOR_SPECTRAL;
        if (needsSpectral) {
            spectralLengths(trained);
        }
        GpuQueue.Arguments decision = queue.arguments()
                .buffer(table)
                .number(trained.size())
                .number(blocks)
                .buffer(partialSums);
        decision = needsSpectral ? decision.buffer(spectral.buffer()) : decision.nothing();
        decision.number(UpdateLaunches.code(rule.clip().kind()))
                .real(rule.clip().threshold())
                .real(rule.learningRate())
                .real(rule.gradientScale())
                .number(step)
                .buffer(GpuTally.of(tally).buffer())
                .buffer(steps);
        queue.launch(GpuKernel.UPDATE_FACTORS, 1, 1, decision);
        for (int first = 0; first < trained.size(); first += PARAMETERS) {
            part(GpuKernel.UPDATE_STEP, trained, first, table, steps, true);
        }
    }

    /** Gradients, before them values if wanted, of so many parameters from the first on. */
    private void part(
            GpuKernel kernel, List<Trained> trained, int first, GpuBuffer table, GpuBuffer numbers, boolean values) {
        List<Trained> some = trained.subList(first, Math.min(first + PARAMETERS, trained.size()));
        @Nullable GpuBuffer[] buffers = new GpuBuffer[values ? 2 * PARAMETERS : PARAMETERS];
        for (int i = 0; i < some.size(); i++) {
            buffers[i] = GpuTensor.buffer(some.get(i).gradient());
            if (values) {
                buffers[PARAMETERS + i] = GpuTensor.buffer(some.get(i).value());
            }
        }
        GpuQueue.Arguments arguments = queue.arguments()
                .buffer(table)
                .number(first)
                .number(some.size())
                .buffer(numbers)
                .addresses(buffers);
        queue.launch(kernel, UpdateLaunches.blocks(some), 1, arguments);
    }

    private void spectralLengths(List<Trained> trained) {
        GpuBuffer lengths = spectral.atLeast((long) trained.size() * Double.BYTES);
        for (int i = 0; i < trained.size(); i++) {
            Tensor gradient = trained.get(i).gradient();
            long columns = gradient.shape().extent(1);
            GpuQueue.Arguments arguments = queue.arguments()
                    .buffer(GpuTensor.buffer(gradient))
                    .number(trained.get(i).nullRow() ? 1 : 0)
                    .number(gradient.shape().extent(0))
                    .number(gradient.shape().extent(1))
                    .buffer(gram.atLeast(columns * columns * Double.BYTES))
                    .number(i)
                    .buffer(lengths);
            queue.launch(GpuKernel.SPECTRAL_LENGTH, 1, 1, arguments);
        }
    }

    private static ByteBuffer table(List<Trained> trained) {
        ByteBuffer rows =
                ByteBuffer.allocate(trained.size() * ROW * Integer.BYTES).order(ByteOrder.nativeOrder());
        int firstBlock = 0;
        for (Trained parameter : trained) {
            Tensor value = parameter.value();
            rows.putInt(value.shape().size())
                    .putInt(parameter.nullRow() ? value.shape().extent(1) : 0)
                    .putInt(firstBlock);
            firstBlock += UpdateLaunches.blocks(value);
        }
        return rows.flip();
    }

    @Override
    public void close() {
        sizes.close();
        List.of(partial, factors, gram, spectral).forEach(Scratch::close);
    }
}
