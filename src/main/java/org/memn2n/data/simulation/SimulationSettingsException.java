package org.memn2n.data.simulation;

/** Settings or words from which no stories can be made. */
public final class SimulationSettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** With a message that names the setting, its value and what is allowed. */
    public SimulationSettingsException(String message) {
        super(message);
    }
}
