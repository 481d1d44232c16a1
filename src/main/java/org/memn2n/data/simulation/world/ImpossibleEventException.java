package org.memn2n.data.simulation.world;

/** An event was to happen in a world in which it cannot. */
public final class ImpossibleEventException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the sentence, the event and what stands in its way. */
    public ImpossibleEventException(String message) {
        super(message);
    }
}
