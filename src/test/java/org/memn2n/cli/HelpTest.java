package org.memn2n.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

final class HelpTest {
    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void namesAndDescribesEveryOption(String name) {
        String help = Outcome.of(name, "--help").success().out();
        CommandLine command =
                Objects.requireNonNull(Main.commandLine().getSubcommands().get(name));
        assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
        List<OptionSpec> options = command.getCommandSpec().options();
        assertThat(options).isNotEmpty();
        for (OptionSpec option : options) {
            assertThat(String.join("", option.description()))
                    .as(name + " " + option.longestName())
                    .isNotBlank();
            assertThat(option.hidden()).isFalse();
            String named = option.longestName().substring("--".length());
            assertThat(help).containsAnyOf("  --" + named, ", --" + named, "  --[no-]" + named);
        }
        assertThat(help).as("unfilled places").doesNotContain("${");
    }

    @Test
    void namesEveryCommandAndExitCode() {
        List<String> lines = Outcome.of("--help").success().lines();
        assertThat(commands())
                .containsExactly("demo", "train", "eval", "ask", "predict", "lm", "simulate", "statistics", "devices");
        commands()
                .forEach(
                        command -> assertThat(lines).anyMatch(line -> line.matches(" {2}" + command + " {2,}[A-Z].*")));
        int[] codes = {0, 1, Main.USAGE, Main.DATA, Main.DEVICE, Main.DIVERGED, Main.STOPPED, 143};
        Arrays.stream(codes)
                .forEach(code -> assertThat(lines).anyMatch(line -> line.matches(" {2}" + code + " {2,}\\w.*")));
    }

    @Test
    void tellsTheVersion() {
        assertThat(Outcome.of("--version").success().lines())
                .hasSize(1)
                .allMatch(line -> line.matches("memn2n \\d+\\.\\d+.*"));
    }
}
