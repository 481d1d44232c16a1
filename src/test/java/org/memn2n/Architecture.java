package org.memn2n;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.Externalizable;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which package may know which, as rules over the packages below a root: {@code org.memn2n}, or the planted
 * one whose classes break them. The packages, from the outside in:
 * {@code cli -> (root) -> train -> model -> ops <- backends}, beside {@code data} and {@code io}, on top of
 * {@code random} and {@code tensor}.
 */
final class Architecture {
    private final String root;

    private Architecture(String root) {
        this.root = root;
    }

    /** All rules, by the name of what they protect. */
    static Map<String, ArchRule> rules(String root) {
        Architecture below = new Architecture(root);
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "library sees", below.seesOnly(root, "train..", "model..", "ops", "data..", "io", "random", "tensor"));
        rules.put(
                "train sees", below.seesOnly(root + ".train..", "model..", "ops", "data..", "io", "random", "tensor"));
        rules.put("model sees", below.seesOnly(root + ".model..", "ops", "random", "tensor"));
        rules.put("backends see", below.seesOnly(root + ".ops.*..", "ops.*..", "ops", "random", "tensor"));
        rules.put("ops see", below.opsSeeTensors());
        rules.put("data sees", below.seesOnly(root + ".data..", "random", "tensor"));
        rules.put("io sees", below.seesOnly(root + ".io..", "tensor"));
        rules.put("random sees", below.seesOnly(root + ".random..", "tensor"));
        rules.put("tensor sees", below.seesOnly(root + ".tensor.."));
        rules.put("backends keep apart", below.backendsKeepApart());
        rules.put("backends are named once", below.backendsAreNamedOnce());
        rules.put("no cycles", below.noCycles());
        rules.put(
                "libraries of data",
                below.uses("data..", "org.apache.commons.compress..", "org.apache.commons.math3.random.."));
        rules.put("libraries of io", below.uses("io..", "com.fasterxml.jackson.."));
        rules.put("libraries of random", below.uses("random..", "org.apache.commons.math3.random.."));
        rules.put("libraries of tensor", below.uses("tensor.."));
        rules.put("picocli", below.onlyIn("cli..", "picocli.."));
        rules.put("progressbar", below.onlyIn("cli..", "me.tongfei.progressbar.."));
        rules.put("logback", below.onlyIn("cli..", "ch.qos.logback.."));
        rules.put("jcuda", below.onlyIn("ops.cuda..", "..jcuda.."));
        rules.put("jocl", below.onlyIn("ops.opencl..", "..jocl.."));
        rules.put("jackson", below.jacksonIsHidden());
        rules.put("streams and exit", below.onlyTheCommandLinePrints());
        rules.put("no object streams", below.noObjectStreams());
        rules.put("nothing is serializable", below.nothingIsSerializable());
        rules.replaceAll((what, rule) -> rule.as(what).allowEmptyShould(true));
        return rules;
    }

    private static String[] below(String root, String... packages) {
        return Stream.of(packages).map(name -> root + "." + name).toArray(String[]::new);
    }

    /** Of what is ours, a package sees only itself and these; of what is not, anything. */
    private ArchRule seesOnly(String from, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(from)
                .should()
                .dependOnClassesThat(resideInAPackage(root + "..")
                        .and(not(resideInAnyPackage(below(root, others))))
                        .and(not(resideInAPackage(from))));
    }

    /** The choice of a backend names them, which {@link #backendsAreNamedOnce} sees to. */
    private ArchRule opsSeeTensors() {
        return seesOnly(root + ".ops", "ops.*..", "tensor");
    }

    /** The GPU backends share what is theirs together; that itself leans on no backend. */
    private ArchRule backendsKeepApart() {
        return slices().matching(root + ".ops.(*)..")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        resideInAnyPackage(below(root, "ops.cuda..", "ops.opencl..")),
                        resideInAPackage(root + ".ops.gpu.."));
    }

    private ArchRule backendsAreNamedOnce() {
        return noClasses()
                .that(not(resideInAPackage(root + ".ops.*..")).and(not(name(root + ".ops.Backends"))))
                .should()
                .dependOnClassesThat(resideInAPackage(root + ".ops.*.."));
    }

    /** Each package on its own; the choice of a backend and the backends know each other by design. */
    private ArchRule noCycles() {
        SliceAssignment packages = new SliceAssignment() {
            @Override
            public String getDescription() {
                return "packages";
            }

            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                return resideInAPackage(root + "..").test(type)
                        ? SliceIdentifier.of(type.getPackageName())
                        : SliceIdentifier.ignore();
            }
        };
        return slices().assignedFrom(packages)
                .should()
                .beFreeOfCycles()
                .ignoreDependency(name(root + ".ops.Backends"), alwaysTrue());
    }

    /** Of what is not ours, a package uses only the JDK, annotations and these. */
    private ArchRule uses(String from, String... libraries) {
        return classes()
                .that()
                .resideInAPackage(root + "." + from)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(root + "..", "java..", "javax..", "org.jspecify..", "")
                        .or(resideInAnyPackage(libraries)));
    }

    private ArchRule onlyIn(String user, String library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + "." + user)
                .should()
                .dependOnClassesThat(resideInAPackage(library));
    }

    /** Nobody else writes JSON; the command line names the fields of its lines. */
    private ArchRule jacksonIsHidden() {
        DescribedPredicate<JavaClass> commandLine = resideInAPackage(root + ".cli..");
        DescribedPredicate<JavaClass> jackson = resideInAPackage("com.fasterxml.jackson..");
        ArchRule annotations = noClasses()
                .that(commandLine)
                .should()
                .dependOnClassesThat(jackson.and(not(resideInAPackage("com.fasterxml.jackson.annotation.."))));
        ArchRule others = noClasses()
                .that(not(commandLine).and(not(resideInAPackage(root + ".io.."))))
                .should()
                .dependOnClassesThat(jackson);
        return CompositeArchRule.of(annotations.allowEmptyShould(true)).and(others.allowEmptyShould(true));
    }

    private ArchRule onlyTheCommandLinePrints() {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".cli..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class);
    }

    /** Files are read by formats that can hold nothing but data. */
    private ArchRule noObjectStreams() {
        return noClasses()
                .should()
                .dependOnClassesThat(
                        belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class, Externalizable.class));
    }

    /** Apart from exceptions and enums, which cannot help it. */
    private ArchRule nothingIsSerializable() {
        return noClasses()
                .that(not(assignableTo(Throwable.class)).and(not(assignableTo(Enum.class))))
                .should()
                .beAssignableTo(Serializable.class);
    }
}
