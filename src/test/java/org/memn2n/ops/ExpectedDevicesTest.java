package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backends.Availability;

/** The devices that this run of the tests is meant to cover are here; without this they could be missed in silence. */
class ExpectedDevicesTest {
    @Test
    void areUsable() {
        List<Availability> available = Backends.available();
        for (String name :
                System.getProperty("memn2n.expected.devices", "simd,scalar").split(",", -1)) {
            assertThat(available)
                    .as("device " + name + " can be used: " + available)
                    .anyMatch(backend -> backend.name().equals(name) && backend.usable());
        }
    }

    /** The way of matrix products that this run is meant to cover is the one taken. */
    @Test
    void multiplyAsExpected() {
        String products = System.getProperty("memn2n.expected.products", "");
        for (Availability backend : Backends.available()) {
            if (!products.isEmpty() && backend.name().equals("cuda")) {
                assertThat(backend.devices())
                        .isNotEmpty()
                        .allMatch(device -> device.contains("matrix products: " + products));
            }
        }
    }
}
