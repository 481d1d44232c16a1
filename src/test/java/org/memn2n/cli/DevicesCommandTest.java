package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.memn2n.ops.Backends;
import org.memn2n.ops.Backends.Availability;

final class DevicesCommandTest {
    @Test
    void listsEveryBackendWithItsReason() {
        List<String> lines = Outcome.of("devices").success().lines();
        List<Availability> all = Backends.available();
        int at = 0;
        for (Availability backend : all) {
            assertThat(lines.get(at)).startsWith(backend.name()).contains(backend.description());
            assertThat(lines.get(at).contains(" not usable ")).isEqualTo(!backend.usable());
            at++;
            for (String device : backend.devices()) {
                assertThat(lines.get(at++).strip()).isEqualTo(device);
            }
        }
        assertThat(lines).hasSize(at);
        assertThat(lines).anyMatch(line -> line.matches("scalar +usable +.*"));
    }

    @Test
    void listsThemAsJson() throws IOException {
        List<JsonNode> lines = Outcome.of("devices", "--json").success().jsonLines();
        List<Availability> all = Backends.available();
        assertThat(lines).hasSameSizeAs(all);
        for (int i = 0; i < lines.size(); i++) {
            JsonNode line = lines.get(i);
            assertThat(line.get("name").asText()).isEqualTo(all.get(i).name());
            assertThat(line.get("usable").asBoolean()).isEqualTo(all.get(i).usable());
            assertThat(line.get("reason").asText().isEmpty())
                    .isEqualTo(all.get(i).usable());
        }
    }
}
