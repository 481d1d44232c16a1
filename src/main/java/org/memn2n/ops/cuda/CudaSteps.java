package org.memn2n.ops.cuda;

import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.DeviceException;

/**
 * Carries out the commands of a queue: at once, or, while a step is open, all together when it ends, through a
 * graph where one pays. A step within which something must happen at once, such as an upload, a wait, or the end
 * of memory, is carried out up to there and goes on without a graph.
 */
final class CudaSteps implements AutoCloseable {
    /** {@code off} launches the commands of every step one by one. */
    static final String PROPERTY = "memn2n.cuda.graphs";

    private final CudaDevice device;
    private final CudaStream stream;
    private final ArgumentMemory memory;
    private final CudaArguments arguments;
    private final GraphCache graphs;
    private final boolean graphsWanted;
    private final List<CudaCommand> commands = new ArrayList<>();
    private boolean open;
    private boolean collecting;

    CudaSteps(
            CudaDevice device,
            CudaStream stream,
            ArgumentMemory memory,
            CudaArguments arguments,
            boolean graphsWanted) {
        this.device = device;
        this.stream = stream;
        this.memory = memory;
        this.arguments = arguments;
        this.graphs = new GraphCache(device, stream, memory);
        this.graphsWanted = graphsWanted;
    }

    /** What {@link #PROPERTY} says. */
    static boolean graphsWanted() {
        String value = System.getProperty(PROPERTY, "on");
        if (!value.equals("on") && !value.equals("off")) {
            throw new DeviceException("-D" + PROPERTY + "=" + value + ": expected on or off");
        }
        return value.equals("on");
    }

    /** The commands that work gives are those of one step. */
    void step(Runnable work) {
        if (open || !graphsWanted) {
            work.run();
            return;
        }
        open = true;
        collecting = true;
        try {
            work.run();
            if (collecting) {
                device.makeCurrent(); // the work may have used another device too
                if (!graphs.launch(commands)) {
                    carryOut();
                }
            }
        } finally {
            open = false;
            collecting = false;
            forget();
        }
    }

    /** Carries out a command, or keeps it for the end of the step. */
    void add(CudaCommand command) {
        if (collecting) {
            commands.add(command);
            if (command instanceof KernelCommand) {
                arguments.keep(); // of others there are none, and what an empty launch left is not theirs
            }
        } else {
            carryOut(command);
        }
    }

    /** Called before something that must happen at once: what was kept comes first, and nothing more is kept. */
    void interrupt() {
        if (collecting) {
            collecting = false;
            device.makeCurrent();
            carryOut();
            forget();
        }
    }

    private void carryOut() {
        commands.forEach(this::carryOut);
    }

    private void carryOut(CudaCommand command) {
        if (command instanceof KernelCommand launch) {
            launch.launch(device, stream, memory);
        } else if (command instanceof FixedCommand fixed) {
            fixed.call().run();
        }
    }

    private void forget() {
        commands.clear();
        arguments.forget();
    }

    @Override
    public void close() {
        graphs.close();
    }
}
