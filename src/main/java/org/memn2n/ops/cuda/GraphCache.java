package org.memn2n.ops.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The graphs of a queue's steps, and whether to use one: a graph is made when the same kinds of commands come a
 * second time in the same order, and pays while a step changes at most half of its nodes. Steps whose arguments
 * take turns, as those of batches in two pieces of memory do, get a graph for each turn.
 */
final class GraphCache implements AutoCloseable {
    /** A step of fewer kernels is launched as fast without a graph. */
    private static final int LEAST_KERNELS = 4;

    /** Kinds of steps that are remembered; the one used longest ago is forgotten. */
    private static final int KINDS = 16;

    /** Graphs of one kind of step. */
    private static final int TURNS = 4;

    /** A graph that so many steps of its kind did not use may give way to another: memory may have moved. */
    private static final int PATIENCE = 2 * TURNS;

    private final CudaDevice device;
    private final CudaStream stream;
    private final ArgumentMemory memory;
    private final Map<List<Object>, Kind> kinds = new LinkedHashMap<>(KINDS, 0.75f, true);

    GraphCache(CudaDevice device, CudaStream stream, ArgumentMemory memory) {
        this.device = device;
        this.stream = stream;
        this.memory = memory;
    }

    /** Launches the commands of a step as a graph; false, and nothing is launched, where single launches are better. */
    boolean launch(List<CudaCommand> commands) {
        List<Object> identities = new ArrayList<>(commands.size());
        int kernels = 0;
        for (CudaCommand command : commands) {
            identities.add(command.identity());
            kernels += command instanceof KernelCommand ? 1 : 0;
        }
        if (kernels < LEAST_KERNELS) {
            return false;
        }
        Kind kind = kinds.get(identities);
        if (kind == null) {
            kinds.put(identities, new Kind());
            forgetOldest();
            return false;
        }
        return kind.launch(commands);
    }

    private void forgetOldest() {
        if (kinds.size() > KINDS) {
            Map.Entry<List<Object>, Kind> oldest = kinds.entrySet().iterator().next();
            oldest.getValue().close();
            kinds.remove(oldest.getKey());
        }
    }

    @Override
    public void close() {
        kinds.values().forEach(Kind::close);
        kinds.clear();
    }

    /** A graph, how often it was launched, and the step of its kind that launched it last. */
    private static final class Kept {
        private final CudaGraph graph;
        private long launches;
        private long last;

        Kept(CudaGraph graph) {
            this.graph = graph;
        }
    }

    /** Steps of the same identities. */
    private final class Kind {
        private final List<Kept> graphs = new ArrayList<>();
        private long patience = PATIENCE;
        private long steps;

        boolean launch(List<CudaCommand> commands) {
            steps++;
            Kept chosen = closest(commands);
            if (chosen == null) {
                if (!makeRoom()) {
                    return false;
                }
                chosen = new Kept(new CudaGraph(device, stream, commands, memory));
                graphs.add(chosen);
            }
            chosen.launches++;
            chosen.last = steps;
            try {
                chosen.graph.launch(commands, memory);
            } catch (RuntimeException e) {
                graphs.remove(chosen); // it is not known what its nodes hold
                chosen.graph.close();
                throw e;
            }
            return true;
        }

        /** The graph that needs the fewest changes, unless these are more than half of its nodes. */
        private @Nullable Kept closest(List<CudaCommand> commands) {
            Kept closest = null;
            int least = Integer.MAX_VALUE;
            for (Kept kept : graphs) {
                int most = Math.min(least - 1, kept.graph.kernels() / 2);
                int changes = kept.graph.changes(commands, memory, most);
                if (changes <= most) {
                    least = changes;
                    closest = kept;
                }
            }
            return closest;
        }

        /** Forgets graphs that are not used any more; fewer and fewer times when they were not used at all. */
        private boolean makeRoom() {
            if (graphs.size() == TURNS) {
                List<Kept> unused = graphs.stream()
                        .filter(kept -> steps - kept.last > patience)
                        .toList();
                patience *= unused.stream().anyMatch(kept -> kept.launches == 1) ? 2 : 1;
                unused.forEach(kept -> kept.graph.close());
                graphs.removeAll(unused);
            }
            return graphs.size() < TURNS;
        }

        void close() {
            graphs.forEach(kept -> kept.graph.close());
            graphs.clear();
        }
    }
}
