package org.memn2n.ops;

/** A device has not enough memory for an allocation. What was there before is unharmed: a smaller job can run. */
public final class OutOfDeviceMemoryException extends DeviceException {
    /** With a message that names the device, how much was asked for and how much is in use. */
    public OutOfDeviceMemoryException(String message) {
        super(message);
    }
}
