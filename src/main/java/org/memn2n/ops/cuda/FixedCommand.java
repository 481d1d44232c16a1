package org.memn2n.ops.cuda;

import java.util.List;

/**
 * A command whose arguments cannot be changed afterwards: a copy, a memset, a call of a library that launches
 * kernels of its own.
 *
 * @param signature all that decides what the call does: which one it is, sizes, addresses
 * @param call issues it to the queue's stream, any number of times
 */
record FixedCommand(List<Object> signature, Runnable call) implements CudaCommand {
    @Override
    public Object identity() {
        return signature;
    }
}
