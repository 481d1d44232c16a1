package org.memn2n.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Which backend is taken, what is said about it, and that a named one is never replaced. */
class BackendsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Backends.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<String> opened = new ArrayList<>();
    private @Nullable Level before;

    @BeforeEach
    void capture() {
        before = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void release() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(before);
    }

    private List<String> lines() {
        return log.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    private final BackendProvider tpu = provider("tpu", "no driver was found; install one");
    private final BackendProvider gpu = provider("gpu", null);
    private final BackendProvider cpu = provider("cpu", null);

    private BackendProvider provider(String name, @Nullable String refusal) {
        return new BackendProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return "a fake";
            }

            @Override
            public @Nullable String refusal() {
                return refusal;
            }

            @Override
            public List<String> devices() {
                return List.of();
            }

            @Override
            public Backend open(int index) {
                opened.add(name);
                if (refusal != null) {
                    throw new DeviceException(name + ": " + refusal);
                }
                return new FakeBackend(name);
            }
        };
    }

    private record FakeBackend(String name) implements Backend {
        @Override
        public String device() {
            return "a fake " + name;
        }

        @Override
        public Ops newOps() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }

    @Test
    void autoTakesTheFirstUsableAndSaysWhyNotABetterOne() {
        assertThat(Backends.choose(List.of(tpu, gpu, cpu)).name()).isEqualTo("gpu");
        assertThat(opened).containsExactly("gpu");
        assertThat(lines())
                .containsExactly("INFO auto took gpu: a fake gpu; not taken: tpu: no driver was found; install one");
    }

    /** As with a driver that loads but refuses the kernels. */
    @Test
    void autoGoesOnWhenABetterOneFailsToOpen() {
        BackendProvider broken = new BackendProvider() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public String description() {
                return "a fake";
            }

            @Override
            public @Nullable String refusal() {
                return null;
            }

            @Override
            public List<String> devices() {
                return List.of();
            }

            @Override
            public Backend open(int index) {
                throw new DeviceException("broken:0: the kernels were refused");
            }
        };
        assertThat(Backends.choose(List.of(broken, cpu)).name()).isEqualTo("cpu");
        assertThat(lines())
                .containsExactly("INFO auto took cpu: a fake cpu; not taken: broken:0: the kernels were refused");
        assertThatThrownBy(() -> Backends.open("broken", List.of(broken, cpu)))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void autoByNameChoosesToo() {
        assertThat(Backends.open("auto", List.of(tpu, cpu)).name()).isEqualTo("cpu");
        assertThat(opened).containsExactly("cpu");
    }

    @Test
    void nothingIsExcusedWhenTheBestIsTaken() {
        Backends.choose(List.of(gpu, tpu, cpu));
        assertThat(lines()).containsExactly("INFO auto took gpu: a fake gpu");
    }

    @Test
    void everyReasonIsGivenWhenNothingIsUsable() {
        BackendProvider asleep = provider("npu", "the device is asleep; wake it");
        assertThatThrownBy(() -> Backends.choose(List.of(tpu, asleep)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("no usable device: tpu: no driver was found; install one; "
                        + "npu: the device is asleep; wake it");
        assertThat(opened).isEmpty();
        assertThat(lines()).isEmpty();
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        for (String name : List.of("qpu", "", "GPU", "gpu ")) {
            assertThatThrownBy(() -> Backends.open(name, List.of(tpu, gpu, cpu)))
                    .isInstanceOf(DeviceException.class)
                    .hasMessage("unknown device '" + name + "'; this version has: auto, tpu, gpu, cpu");
        }
        assertThat(opened).isEmpty();
    }

    @Test
    void aNamedBackendRunsOrThrowsAndIsNeverReplaced() {
        assertThatThrownBy(() -> Backends.open("tpu", List.of(gpu, tpu, cpu)))
                .isInstanceOf(DeviceException.class)
                .hasMessage("tpu: no driver was found; install one");
        assertThat(opened).containsExactly("tpu");
        assertThat(Backends.open("cpu", List.of(gpu, tpu, cpu)).name()).isEqualTo("cpu");
        assertThat(lines()).isEmpty();
    }

    /** A driver may be there and still fail: that is shown, not hidden behind a slower device. */
    @Test
    void theReferenceIsAlwaysThere() {
        assertThat(Backends.available())
                .anySatisfy(found -> {
                    assertThat(found.name()).isEqualTo("scalar");
                    assertThat(found.usable()).isTrue();
                    assertThat(found.refusal()).isNull();
                })
                .allSatisfy(found -> assertThat(found.description()).isNotBlank())
                .extracting(Backends.Availability::name)
                .doesNotHaveDuplicates()
                .doesNotContain(Backends.AUTO);
        try (Backend scalar = Backends.open("scalar");
                Backend auto = Backends.auto()) {
            assertThat(scalar.name()).isEqualTo("scalar");
            assertThat(scalar.device()).contains(Objects.requireNonNull(System.getProperty("os.arch")));
            assertThat(auto.name()).isNotBlank();
        }
        assertThat(new Backends.Availability("x", "y", "broken", List.of()).usable())
                .isFalse();
        assertThatThrownBy(() -> Backends.open("abacus")).hasMessageContainingAll("'abacus'", "auto", "scalar");
    }
}
