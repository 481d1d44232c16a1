package org.memn2n;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every source file keeps to the rules of the house, and each rule finds what it looks for. */
class HouseRulesTest {
    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", Objects.requireNonNull(System.getProperty("user.dir"))));

    private static final List<String> TEXTS = List.of(".java", ".xml", ".properties", ".py", ".cu", ".cl", ".md");

    /** Rule and file of each exception, with its reason. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "length src/main/java/org/memn2n/ops/Ops.java",
            "one contract, one page",
            "printing src/test/java/org/memn2n/planted/train/UsesSystemOut.java",
            "planted for a rule of the architecture",
            "printing src/test/java/org/memn2n/planted/train/UsesSystemErr.java",
            "planted for a rule of the architecture",
            "printing src/test/resources/logback-test.xml",
            "warnings of a test belong on the console");

    /** The sources of the library and of the benchmarks, each named from its own project. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        for (Path project : List.of(PROJECT, PROJECT.resolve("benchmarks"))) {
            try (Stream<Path> files = Files.walk(project.resolve("src"))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String name = project.relativize(file).toString().replace('\\', '/');
                    if (TEXTS.stream().anyMatch(name::endsWith)) {
                        sources.put(name, Files.readString(file));
                    }
                }
            }
        }
        return sources;
    }

    @Test
    void theRulesAreKept() throws IOException {
        Map<String, String> sources = sources();
        assertThat(sources)
                .containsKeys("src/main/java/org/memn2n/ops/Ops.java", "src/main/java/org/memn2n/benchmarks/Main.java")
                .hasSizeGreaterThan(100);
        HouseRules.rules()
                .forEach((rule, function) -> sources.forEach((name, text) -> {
                    List<String> violations = function.violations(name, text);
                    if (EXCEPTIONS.containsKey(rule + " " + name)) {
                        assertThat(violations)
                                .as("the exception is still needed: %s %s", rule, name)
                                .isNotEmpty();
                    } else {
                        assertThat(violations).as(rule).isEmpty();
                    }
                }));
    }

    @Test
    void exceptionsAreOfFilesThatAreThere() throws IOException {
        List<String> names = List.copyOf(sources().keySet());
        assertThat(EXCEPTIONS.keySet())
                .allSatisfy(exception -> assertThat(names).anyMatch(name -> exception.endsWith(" " + name)));
        assertThat(EXCEPTIONS.values()).allSatisfy(reason -> assertThat(reason).isNotBlank());
    }

    @Test
    void everyPackageIsDescribed() throws IOException {
        assertThat(HouseRules.packagesWithoutInfo(List.copyOf(sources().keySet())))
                .isEmpty();
        assertThat(HouseRules.packagesWithoutInfo(List.of(
                        "src/main/java/a/X.java",
                        "src/main/java/a/b/Y.java",
                        "src/main/java/a/package-info.java",
                        "src/test/java/c/Z.java")))
                .containsExactly("src/main/java/a/b");
    }

    private static List<String> check(String rule, String name, String text) {
        return Objects.requireNonNull(HouseRules.rules().get(rule)).violations(name, text);
    }

    /** Planted texts; a bar is left out of them, so that they do not break the rules of this file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tab; src/main/java/A.java; int\\ti",
                "unfinished; src/main/java/A.java; // TO|DO write this",
                "unfinished; src/test/java/A.java; // FIX|ME later",
                "unfinished; src/main/resources/a.xml; <!-- XX|X -->",
                "machine path; src/main/java/A.java; Path.of(\"/ho|me/someone/data\")",
                "machine path; src/test/java/A.java; \"/wo|rk/main\"",
                "machine path; src/test/java/A.java; '/t|mp/x'",
                "printing; src/test/java/A.java; System.o|ut.println(3);",
                "printing; src/test/java/A.java; System.e|rr.println(3);",
                "printing; src/test/java/A.java; e.printStack|Trace();",
                "unseeded; src/test/java/A.java; var r = new Ran|dom();",
                "unseeded; src/test/java/A.java; new Secure|Random()",
                "unseeded; src/test/java/A.java; new Well|1024a()",
                "unseeded; src/test/java/A.java; Math.ran|dom()",
                "unseeded; src/test/java/A.java; ThreadLocal|Random.current()",
                "unseeded; src/test/java/A.java; UUID.random|UUID()",
                "unseeded; src/test/java/A.java; Collections.shuf|fle(words)",
                "unseeded; src/test/java/A.java; new Random(System.current|TimeMillis())",
                "unseeded; src/test/java/A.java; long seed = System.nano|Time();",
                "unseeded; src/test/java/A.java; RandomStreams.of(1, System.nano|Time())",
            })
    void plantedLinesAreFound(String rule, String name, String line) {
        String text = "class A {\n" + line.replace("|", "").replace("\\t", "\t") + "\n}\n";
        assertThat(check(rule, name, text)).hasSize(1).first().asString().startsWith(name + ":2: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "tab; src/main/java/A.java; \"\\\\t\"",
                "unfinished; src/main/java/A.java; int mastodon; // XXXI",
                "machine path; src/test/java/A.java; \"home/work/tmp/\"; ",
                "machine path; src/test/java/A.java; https://example.org/home/",
                "printing; src/main/java/A.java; System.o|ut.println(3);",
                "unseeded; src/main/java/A.java; Math.ran|dom()",
                "unseeded; src/test/java/A.java; new Random(7)",
                "unseeded; src/test/java/A.java; long start = System.nanoTime();",
                "unseeded; src/test/java/A.java; Collections.shuffle(words, random)",
            })
    void innocentLinesAreNot(String rule, String name, String line) {
        assertThat(check(rule, name, line.replace("|", ""))).isEmpty();
    }

    @Test
    void aLongFileIsFound() {
        assertThat(check("length", "src/main/java/A.java", "x\n".repeat(400))).isEmpty();
        assertThat(check("length", "src/test/java/A.java", "x\n".repeat(401))).isEmpty();
        assertThat(check("length", "src/main/java/A.java", "x\n".repeat(401)))
                .containsExactly("src/main/java/A.java: 401 lines, at most 400");
    }

    @Test
    void anUndocumentedTypeIsFound() {
        String name = "src/main/java/A.java";
        String head = "package a;\n\nimport b.C;\n\n";
        for (String type :
                List.of("final class A {", "record A() {}", "enum A {", "@interface A {", "sealed interface A")) {
            String bare = head + "@Deprecated\npublic " + type + "\n    /** Inside. */\n}\n";
            assertThat(check("undocumented", name, bare)).as(type).containsExactly(name + ": A has no documentation");
            assertThat(check("undocumented", name, head + "/** What it is. */\n@Deprecated\npublic " + type))
                    .isEmpty();
            assertThat(check("undocumented", "src/test/java/A.java", bare)).isEmpty();
        }
        assertThat(check("undocumented", name, head + "final class A {\n    public static class B {}\n}"))
                .isEmpty();
    }

    /** A new rule makes this fail: give it planted texts above, too. */
    @Test
    void theseAreTheRulesTestedAbove() {
        assertThat(HouseRules.rules().keySet())
                .containsExactly("length", "tab", "unfinished", "machine path", "printing", "unseeded", "undocumented");
    }
}
