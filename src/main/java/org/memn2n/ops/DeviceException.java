package org.memn2n.ops;

/** A device is unknown, cannot be used here, or failed. The message says why and what to do. */
public class DeviceException extends RuntimeException {
    /** With a message that names the device, the reason and the remedy. */
    public DeviceException(String message) {
        super(message);
    }

    /** As the other, keeping what was thrown underneath. */
    public DeviceException(String message, Throwable cause) {
        super(message, cause);
    }
}
