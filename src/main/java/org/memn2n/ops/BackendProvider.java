package org.memn2n.ops;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One kind of backend: whether it can be used on this machine, and how it is opened. */
public interface BackendProvider {
    /** The name by which it is asked for. */
    String name();

    /** What it is, in a line. */
    String description();

    /** Why it cannot be used here, with the remedy; null when it can. Never throws. */
    @Nullable
    String refusal();

    /** Why {@code auto} should not take it although it can be used, or its refusal; null when it should. Never throws. */
    default @Nullable String refusalOfAuto() {
        return refusal();
    }

    /** The devices it can run on here, in the order of their numbers, a line each; none when it is refused. */
    List<String> devices();

    /**
     * Opens it.
     *
     * @param index which of its devices, from 0
     * @throws DeviceException when it cannot be used here
     */
    Backend open(int index);

    /**
     * Opens one of its devices by a part of its name.
     *
     * @param part what stands in its name, in letters of any case
     * @throws DeviceException when there is no such device, or it cannot be used here
     */
    default Backend open(String part) {
        throw new DeviceException(
                name() + ":" + part + ": devices of " + name() + " are named by their numbers, from 0");
    }
}
