package org.memn2n.ops.cuda;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.memn2n.ops.DeviceException;
import org.memn2n.ops.OutOfDeviceMemoryException;
import org.memn2n.ops.gpu.MatrixProduct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the matrix products of one device are computed by: decided once, so that all its queues give the same bits. Safe to
 * share between threads.
 */
final class CudaProducts {
    /** The system property that chooses: {@code auto}, {@code own} or {@code cublas}. */
    static final String PROPERTY = "memn2n.products";

    private static final Logger LOG = LoggerFactory.getLogger(CudaProducts.class);

    private final String device;
    private final Choice choice;
    private boolean decided;
    private @Nullable String refusal;

    /** What was asked for. */
    private enum Choice {
        /** cuBLAS for large products when it works here, else own kernels. */
        AUTO,
        /** Own kernels. */
        OWN,
        /** cuBLAS for every product without picked rows, or an error. */
        CUBLAS;

        static Choice read() {
            String asked = System.getProperty(PROPERTY, "auto");
            for (Choice choice : values()) {
                if (choice.word().equals(asked)) {
                    return choice;
                }
            }
            String known = Arrays.stream(values()).map(Choice::word).collect(Collectors.joining(", "));
            throw new DeviceException("-D" + PROPERTY + "=" + asked + " is none of: " + known);
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The choice for a device.
     *
     * @throws DeviceException when the property has another value, or asks for cuBLAS and it cannot be loaded
     */
    CudaProducts(String device) {
        this.device = device;
        this.choice = Choice.read();
        String reason = choice == Choice.CUBLAS ? CublasLibrary.refusal() : null;
        if (reason != null) {
            throw new DeviceException(asked() + ", but " + reason);
        }
    }

    /** What computes matrix products in this process, for people; loads cuBLAS to find out. */
    static String description() {
        try {
            Choice choice = Choice.read();
            if (choice == Choice.OWN) {
                return "own kernels (" + asked() + ")";
            }
            String reason = CublasLibrary.refusal();
            if (reason == null) {
                return CublasLibrary.name();
            }
            return (choice == Choice.AUTO ? "own kernels (" : "none (" + asked() + ", but ") + reason + ")";
        } catch (DeviceException e) {
            return "none (" + e.getMessage() + ")";
        }
    }

    private static String asked() {
        return "-D" + PROPERTY + "=" + System.getProperty(PROPERTY);
    }

    /** Whether this product is for cuBLAS, if that works. */
    boolean wantsCublas(MatrixProduct product) {
        return choice != Choice.OWN && !product.isEmpty() && (choice == Choice.CUBLAS || product.isLarge());
    }

    /**
     * A handle for a queue that meets its first product for cuBLAS, or null when own kernels must do. The first queue
     * decides for all: from then on a failure is an error.
     */
    synchronized @Nullable CublasHandle open(Supplier<CublasHandle> maker) {
        if (decided) {
            return refusal == null ? maker.get() : null;
        }
        CublasHandle handle = null;
        String reason = CublasLibrary.refusal();
        if (reason == null) {
            try {
                handle = maker.get();
            } catch (OutOfDeviceMemoryException e) {
                throw e;
            } catch (DeviceException e) {
                if (choice == Choice.CUBLAS) {
                    throw e;
                }
                reason = e.getMessage();
            }
        }
        decided = true;
        refusal = reason;
        LOG.info(
                "{}: large matrix products by {}",
                device,
                reason == null ? CublasLibrary.name() : "own kernels: " + reason);
        return handle;
    }
}
