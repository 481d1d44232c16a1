package org.memn2n.ops.cuda;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.memn2n.ops.Ops;
import org.memn2n.ops.Tensor;
import org.memn2n.ops.gpu.GpuBackend;
import org.memn2n.tensor.Shape;
import org.memn2n.testkit.Bits;
import org.memn2n.testkit.Outcomes;
import org.memn2n.train.TrainedModel;
import org.memn2n.train.TrainingJob;

/**
 * What happens to CUDA in a Java virtual machine of its own, whose environment decides which driver is found
 * and what fails. Arguments: the file that gets the outcome, the scenario, and what that takes.
 */
final class CudaScenario {
    private static final TrainingJob LARGE = CudaTrainings.picking(
            20, CudaTrainings.options().linearEpochs(1).epochs(3).build());
    private static final TrainingJob SMALL = CudaTrainings.job(
            10, CudaTrainings.options().linearEpochs(0).epochs(1).build(), null);

    private CudaScenario() {}

    /** Runs one scenario. */
    public static void main(String[] arguments) throws IOException {
        List<String> outcome = switch (arguments[1]) {
            case "open" -> Outcomes.ofOpeningTwice(arguments[2]);
            case "auto" -> Outcomes.ofAuto();
            case "closed" -> List.of(Outcomes.of(CudaScenario::useClosed));
            case "queue" -> queue(arguments[2], Integer.parseInt(arguments[3]));
            case "broken" -> broken(arguments[2], Integer.parseInt(arguments[3]));
            case "memory" -> List.of(Outcomes.of(CudaScenario::tooLarge));
            case "train" ->
                train(arguments[2], arguments[3], Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
            default -> throw new IllegalArgumentException("no scenario " + arguments[1]);
        };
        Files.write(Path.of(arguments[0]), outcome);
    }

    private static void useClosed() {
        try (GpuBackend cuda = CudaTrainings.open();
                Ops ops = cuda.newOps()) {
            Tensor tensor = ops.allocate(Shape.of(4));
            tensor.close();
            ops.download(tensor);
        }
    }

    /** A queue that fails half made leaves nothing behind. */
    private static List<String> queue(String function, int calls) throws IOException {
        try (GpuBackend cuda = CudaTrainings.open()) {
            cuda.newOps().close();
            long before = StandIn.command("get objects");
            List<String> outcomes = new ArrayList<>();
            for (int call = 1; call <= calls; call++) {
                StandIn.fail(function, call, "CUDA_ERROR_OUT_OF_MEMORY");
                outcomes.add(Outcomes.of(() -> cuda.newOps().close()) + "; " + (StandIn.command("get objects") - before)
                        + " left of the driver's, " + cuda.counted().objects() + " of ours");
            }
            return outcomes;
        }
    }

    /** A kernel fails, which a driver never forgives: what is said first, what next, and when all is closed. */
    private static List<String> broken(String function, int call) throws IOException {
        List<String> outcomes = new ArrayList<>();
        String closing = Outcomes.of(() -> {
            try (GpuBackend cuda = CudaTrainings.open()) {
                StandIn.fail(function, call, "CUDA_ERROR_LAUNCH_FAILED");
                outcomes.add(Outcomes.of(() -> CudaTrainings.train(cuda, 1, LARGE)));
                outcomes.add(Outcomes.of(() -> CudaTrainings.train(cuda, 1, SMALL)));
                outcomes.add(cuda.counted().allocations() + " pieces, "
                        + cuda.counted().objects() + " objects");
            }
        });
        outcomes.add(closing);
        return outcomes;
    }

    /** The device itself has too little memory for a tensor. */
    private static void tooLarge() {
        try (GpuBackend cuda = CudaTrainings.open();
                Ops ops = cuda.newOps()) {
            try (Tensor fits = ops.allocate(Shape.of(1000))) {
                ops.fill(fits, 1);
                ops.allocate(Shape.of(1_000_000)).close();
            }
        }
    }

    /**
     * Lets the {@code first}-th, then the {@code first + step}-th call of a driver function fail and so on, each
     * in a training of its own, until a training ends before that call. For each: what was thrown, what is left
     * on the device, and whether a smaller training in the same process has the bits it had before.
     */
    private static List<String> train(String function, String result, int first, int step) throws IOException {
        try (GpuBackend cuda = CudaTrainings.open()) {
            TrainedModel small = CudaTrainings.train(cuda, 1, SMALL);
            String before = inUse(cuda);
            List<String> outcomes = new ArrayList<>();
            String failed = "";
            for (int call = first; !failed.equals("done"); call += step) {
                StandIn.fail(function, call, result);
                failed = Outcomes.of(() -> CudaTrainings.train(cuda, 1, LARGE));
                StandIn.command("forget");
                boolean clean = inUse(cuda).equals(before);
                boolean same = Bits.difference(
                                CudaTrainings.train(cuda, 1, SMALL).parameters(), small.parameters())
                        .isEmpty();
                outcomes.add(failed + "; " + (clean ? "nothing left" : "left " + inUse(cuda) + ", before " + before)
                        + "; " + (same ? "same bits after" : "OTHER BITS AFTER"));
            }
            return outcomes;
        }
    }

    /** What our side and the stand-in count. */
    private static String inUse(GpuBackend cuda) {
        return cuda.counted().allocations() + " pieces, " + cuda.counted().bytes() + " bytes, "
                + cuda.counted().objects() + " objects, the driver "
                + StandIn.command("get allocations") + " pieces, " + StandIn.command("get host_allocations")
                + " page-locked, " + StandIn.command("get objects") + " objects";
    }
}
