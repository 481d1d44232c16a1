package org.memn2n.testkit;

import java.util.Map;
import org.memn2n.tensor.HostTensor;

/** Whether two sets of tensors are the same to the last bit. */
public final class Bits {
    private Bits() {}

    /** The first place where they differ, for the message of a failure; empty when they do not. */
    public static String difference(Map<String, HostTensor> found, Map<String, HostTensor> expected) {
        if (!found.keySet().equals(expected.keySet())) {
            return found.keySet() + " for " + expected.keySet();
        }
        for (Map.Entry<String, HostTensor> entry : found.entrySet()) {
            String name = entry.getKey();
            HostTensor other = expected.getOrDefault(name, entry.getValue());
            if (!entry.getValue().shape().equals(other.shape())) {
                return name + ": " + entry.getValue().shape() + " for " + other.shape();
            }
            for (int i = 0; i < other.values().length; i++) {
                float one = entry.getValue().values()[i];
                float two = other.values()[i];
                if (Float.floatToRawIntBits(one) != Float.floatToRawIntBits(two)) {
                    return name + "[" + i + "]: " + one + " for " + two;
                }
            }
        }
        return "";
    }
}
