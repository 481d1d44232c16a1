package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import jcuda.driver.CUDA_KERNEL_NODE_PARAMS;
import jcuda.driver.JCudaDriver;
import org.memn2n.ops.gpu.GpuKernel;

/**
 * The launch of a kernel. Of its arguments it knows where they lie in the {@link ArgumentMemory}.
 *
 * @param kernel which one
 * @param blocksX blocks along x
 * @param blocksY blocks along y
 * @param sharedBytes memory that the threads of a block share, besides what the kernel declares
 * @param first where the values of its arguments begin
 * @param end where they end
 * @param positions where each of them begins
 */
record KernelCommand(GpuKernel kernel, int blocksX, int blocksY, int sharedBytes, int first, int end, int[] positions)
        implements CudaCommand {
    @Override
    public Object identity() {
        return kernel;
    }

    /** Launches it by itself. */
    void launch(CudaDevice device, CudaStream stream, ArgumentMemory memory) {
        device.check(
                JCudaDriver.cuLaunchKernel(
                        device.function(kernel),
                        blocksX,
                        blocksY,
                        1,
                        kernel.threadsX(),
                        kernel.threadsY(),
                        1,
                        sharedBytes,
                        stream.handle(),
                        memory.list(positions),
                        null),
                "launching kernel " + kernel.entry());
    }

    /** Describes it for a node of a graph; the description holds until another one is asked for. */
    CUDA_KERNEL_NODE_PARAMS describe(CudaDevice device, ArgumentMemory memory) {
        CUDA_KERNEL_NODE_PARAMS node = new CUDA_KERNEL_NODE_PARAMS();
        node.func = device.function(kernel);
        node.gridDimX = blocksX;
        node.gridDimY = blocksY;
        node.gridDimZ = 1;
        node.blockDimX = kernel.threadsX();
        node.blockDimY = kernel.threadsY();
        node.blockDimZ = 1;
        node.sharedMemBytes = sharedBytes;
        node.kernelParams = memory.list(positions);
        return node;
    }

    /** Whether another launch of the same kernel has the same blocks and shared memory, and in {@code otherValues} the same arguments. */
    boolean sameAs(KernelCommand other, ByteBuffer values, ByteBuffer otherValues) {
        values.limit(end).position(first);
        otherValues.limit(other.end).position(other.first);
        return blocksX == other.blocksX
                && blocksY == other.blocksY
                && sharedBytes == other.sharedBytes
                && values.equals(otherValues);
    }
}
