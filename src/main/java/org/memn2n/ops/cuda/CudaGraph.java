package org.memn2n.ops.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import jcuda.driver.CUgraph;
import jcuda.driver.CUgraphExec;
import jcuda.driver.CUgraphNode;
import jcuda.driver.CUstreamCaptureMode;
import jcuda.driver.JCudaDriver;

/**
 * An owned graph of commands that are launched together, one after the other. Kernels are nodes whose blocks and
 * arguments can be changed; fixed commands between them are captured from a stream and stay as they are.
 *
 * <p>The description that the nodes belong to is kept as long as the graph: nodes are changed by their names in it.
 */
final class CudaGraph implements AutoCloseable {
    private final CudaDevice device;
    private final CudaStream stream;
    private final CUgraph description = new CUgraph();
    private final CUgraphExec executable = new CUgraphExec();
    private final List<Node> nodes = new ArrayList<>();
    private final ByteBuffer values;
    private boolean described;
    private boolean instantiated;

    /** A kernel's node, and the launch that it holds at present. */
    private static final class Node {
        private final CUgraphNode handle;
        private final int position;
        private KernelCommand held;

        Node(CUgraphNode handle, int position, KernelCommand held) {
            this.handle = handle;
            this.position = position;
            this.held = held;
        }
    }

    /** A graph of these commands, none of which is carried out. */
    CudaGraph(CudaDevice device, CudaStream stream, List<CudaCommand> commands, ArgumentMemory memory) {
        this.device = device;
        this.stream = stream;
        this.values = ByteBuffer.allocateDirect(memory.view().capacity());
        try {
            device.check(JCudaDriver.cuGraphCreate(description, 0), "making a graph");
            device.made();
            described = true;
            addNodes(commands, memory);
            device.check(
                    JCudaDriver.cuGraphInstantiate(executable, description, 0),
                    "making a graph of " + commands.size() + " commands ready");
            device.made();
            instantiated = true;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void addNodes(List<CudaCommand> commands, ArgumentMemory memory) {
        CUgraphNode last = null;
        int position = 0;
        while (position < commands.size()) {
            CUgraphNode[] before = last == null ? new CUgraphNode[0] : new CUgraphNode[] {last};
            last = new CUgraphNode();
            if (commands.get(position) instanceof KernelCommand launch) {
                device.check(
                        JCudaDriver.cuGraphAddKernelNode(
                                last, description, before, before.length, launch.describe(device, memory)),
                        "adding kernel " + launch.kernel().entry() + " to a graph");
                Node node = new Node(last, position, launch);
                hold(node, launch, memory.view());
                nodes.add(node);
                position++;
            } else {
                int end = position;
                while (end < commands.size() && commands.get(end) instanceof FixedCommand) {
                    end++;
                }
                addCaptured(last, before, commands.subList(position, end));
                position = end;
            }
        }
    }

    /** One node for fixed commands that follow each other. */
    private void addCaptured(CUgraphNode node, CUgraphNode[] before, List<CudaCommand> commands) {
        CUgraph captured;
        CaptureLock.CAPTURING.lock();
        try {
            captured = capture(commands);
        } finally {
            CaptureLock.CAPTURING.unlock();
        }
        try {
            device.check(
                    JCudaDriver.cuGraphAddChildGraphNode(node, description, before, before.length, captured),
                    "adding " + commands.size() + " captured commands to a graph");
        } finally {
            JCudaDriver.cuGraphDestroy(captured); // the node has a copy
        }
    }

    /** Only this thread is kept from calls that a capture forbids: others may allocate meanwhile, but see {@link CaptureLock}. */
    private CUgraph capture(List<CudaCommand> commands) {
        CUgraph captured = new CUgraph();
        device.check(
                JCudaDriver.cuStreamBeginCapture(
                        stream.handle(), CUstreamCaptureMode.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL),
                "beginning to capture");
        boolean issued = false;
        try {
            for (CudaCommand command : commands) {
                if (command instanceof FixedCommand fixed) {
                    fixed.call().run();
                }
            }
            issued = true;
        } finally {
            int ended = JCudaDriver.cuStreamEndCapture(stream.handle(), captured); // or it would go on for ever
            if (issued) {
                device.check(ended, "capturing " + commands.size() + " commands");
            } else {
                JCudaDriver.cuGraphDestroy(captured);
            }
        }
        return captured;
    }

    /** How many kernels there are. */
    int kernels() {
        return nodes.size();
    }

    /**
     * How many nodes would have to be changed to launch these commands, which have the identities of the graph's;
     * stops counting above {@code most}.
     */
    int changes(List<CudaCommand> commands, ArgumentMemory memory, int most) {
        ByteBuffer wanted = memory.view().duplicate();
        ByteBuffer held = values.duplicate();
        int changes = 0;
        for (int i = 0; i < nodes.size() && changes <= most; i++) {
            Node node = nodes.get(i);
            changes += node.held.sameAs(wanted(node, commands), held, wanted) ? 0 : 1;
        }
        return changes;
    }

    /** Launches these commands, after changing the nodes that differ. */
    void launch(List<CudaCommand> commands, ArgumentMemory memory) {
        ByteBuffer wanted = memory.view().duplicate();
        ByteBuffer held = values.duplicate();
        for (Node node : nodes) {
            KernelCommand launch = wanted(node, commands);
            if (!node.held.sameAs(launch, held, wanted)) {
                device.check(
                        JCudaDriver.cuGraphExecKernelNodeSetParams(
                                executable, node.handle, launch.describe(device, memory)),
                        "changing kernel " + launch.kernel().entry() + " in a graph");
                hold(node, launch, memory.view());
            }
        }
        device.check(
                JCudaDriver.cuGraphLaunch(executable, stream.handle()),
                "launching a graph of " + commands.size() + " commands");
    }

    private static KernelCommand wanted(Node node, List<CudaCommand> commands) {
        if (commands.get(node.position) instanceof KernelCommand launch) {
            return launch;
        }
        throw new IllegalArgumentException("command " + node.position + " is not the launch of a kernel");
    }

    /** Remembers what the node holds. The same kernels in the same order have their arguments at the same places. */
    private void hold(Node node, KernelCommand launch, ByteBuffer wanted) {
        values.put(launch.first(), wanted, launch.first(), launch.end() - launch.first());
        node.held = launch;
    }

    @Override
    public void close() {
        device.makeCurrent();
        if (instantiated) {
            instantiated = false;
            JCudaDriver.cuGraphExecDestroy(executable);
            device.destroyed();
        }
        if (described) {
            described = false;
            JCudaDriver.cuGraphDestroy(description);
            device.destroyed();
        }
    }
}
