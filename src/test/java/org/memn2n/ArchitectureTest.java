package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules of the architecture hold, and each of them would notice a class that breaks it. */
class ArchitectureTest {
    private static final String ROOT = "org.memn2n";
    private static final String PLANTED_ROOT = ROOT + ".planted";

    /** For each rule the planted classes that it has to report. */
    private static final Map<String, List<String>> PLANTED = new LinkedHashMap<>();

    static {
        PLANTED.put("library sees", List.of("Library"));
        PLANTED.put("train sees", List.of("train.UsesBackend", "train.UsesCuda"));
        PLANTED.put("model sees", List.of("model.UsesTraining", "model.UsesBackend"));
        PLANTED.put("backends see", List.of("ops.fast.UsesData"));
        PLANTED.put("ops see", List.of("ops.UsesTraining"));
        PLANTED.put("data sees", List.of("data.UsesOperations"));
        PLANTED.put("io sees", List.of("io.UsesData"));
        PLANTED.put("random sees", List.of("random.UsesFiles"));
        PLANTED.put("tensor sees", List.of("tensor.UsesRandom"));
        PLANTED.put(
                "backends keep apart", List.of("ops.fast.UsesOtherBackend", "ops.fast.UsesGpu", "ops.gpu.UsesBackend"));
        PLANTED.put("backends are named once", List.of("ops.UsesBackend", "train.UsesBackend", "model.UsesBackend"));
        PLANTED.put("no cycles", List.of("model.UsesTraining", "train.UsesModel"));
        PLANTED.put("libraries of data", List.of("data.UsesJackson"));
        PLANTED.put("libraries of io", List.of("io.UsesLogging"));
        PLANTED.put("libraries of random", List.of("random.UsesLogging"));
        PLANTED.put("libraries of tensor", List.of("tensor.UsesLogging"));
        PLANTED.put("picocli", List.of("train.UsesPicocli"));
        PLANTED.put("progressbar", List.of("train.UsesProgressBar"));
        PLANTED.put("logback", List.of("train.UsesLogback"));
        PLANTED.put("jcuda", List.of("train.UsesCuda", "ops.gpu.UsesDriver"));
        PLANTED.put("jocl", List.of("train.UsesOpenCl"));
        PLANTED.put("jackson", List.of("data.UsesJackson", "cli.UsesJackson"));
        PLANTED.put(
                "streams and exit",
                List.of("train.UsesSystemOut", "train.UsesSystemErr", "train.UsesExit", "train.UsesHalt"));
        PLANTED.put("no object streams", List.of("io.UsesSerialization"));
        PLANTED.put("nothing is serializable", List.of("io.IsSerializable"));
    }

    private static JavaClasses classes(ImportOption option, String root) {
        return new ClassFileImporter().withImportOption(option).importPackages(root);
    }

    private static final JavaClasses PLANTED_CLASSES =
            classes(ImportOption.Predefined.ONLY_INCLUDE_TESTS, PLANTED_ROOT);

    @Test
    void theRulesHold() {
        JavaClasses classes = classes(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS, ROOT);
        assertThat(classes)
                .hasSizeGreaterThan(100)
                .noneMatch(type -> type.getName().startsWith(PLANTED_ROOT));
        Architecture.rules(ROOT).values().forEach(rule -> rule.check(classes));
    }

    @Test
    void everyRuleReportsWhatBreaksIt() {
        Map<String, ArchRule> rules = Architecture.rules(PLANTED_ROOT);
        assertThat(PLANTED.keySet()).isEqualTo(rules.keySet());
        rules.forEach((what, rule) -> {
            String report = String.join(
                    "\n", rule.evaluate(PLANTED_CLASSES).getFailureReport().getDetails());
            for (String planted : Objects.requireNonNull(PLANTED.get(what))) {
                assertThat(report).as(what).contains(PLANTED_ROOT + "." + planted);
            }
        });
    }

    /** No rule is broken by everything: the innocent planted classes are reported by none. */
    @Test
    void innocentClassesAreNotReported() {
        Architecture.rules(PLANTED_ROOT).forEach((what, rule) -> {
            List<String> report =
                    rule.evaluate(PLANTED_CLASSES).getFailureReport().getDetails();
            for (String innocent : List.of(
                    "cli.Command", "ops.Operations", "ops.scalar.Backend", "ops.cuda.Device", "tensor.Numbers")) {
                assertThat(report)
                        .as(what)
                        .noneMatch(line -> line.startsWith("Method <" + PLANTED_ROOT + "." + innocent + ".")
                                || line.startsWith("Class <" + PLANTED_ROOT + "." + innocent + ">"));
            }
        });
    }
}
