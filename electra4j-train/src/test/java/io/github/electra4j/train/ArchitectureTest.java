package io.github.electra4j.train;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which room of the engine may see which, and that one room alone knows the device. */
class ArchitectureTest {
    private static final String ROOT = "io.github.electra4j.train";

    /** Each package with those of the engine that it may see. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.of(
            "tensor", List.of(),
            "model", List.of("tensor"),
            "optim", List.of("tensor"),
            "plan", List.of("tensor", "model"),
            "pretrain", List.of("tensor", "model", "optim", "plan"),
            "finetune", List.of("tensor", "model", "optim", "plan"),
            "inference", List.of("tensor", "model", "finetune"),
            "study", List.of("tensor", "plan", "pretrain", "finetune")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_ofTheEngine_areThoseOfTheTable() {
        assertThat(CLASSES.getPackage(ROOT).getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @Test
    void packages_seeOnlyWhatTheTableAllows() {
        ARROWS.forEach((from, allowed) -> {
            String[] seen = Stream.concat(Stream.of(from), allowed.stream())
                    .map(name -> ROOT + "." + name)
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + from)
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(seen))))
                    .check(CLASSES);
        });
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /** Pointers, allocation and devices: the home of the engine's traps. Pointer itself is where tensors' close() is declared. */
    @Test
    void device_isKnownToTheTensorRoomAlone() {
        var device = resideInAPackage("org.bytedeco.javacpp..")
                .or(resideInAPackage("org.bytedeco.pytorch..")
                        .and(simpleNameStartingWith("Device").or(simpleNameStartingWith("TensorOptions"))))
                .as("pointers, devices and tensor options");
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".tensor")
                .should()
                .dependOnClassesThat(
                        device.and(not(JavaClass.Predicates.equivalentTo(org.bytedeco.javacpp.Pointer.class))))
                .check(CLASSES);
    }

    @Test
    void engine_doesNotSeeTheCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("picocli..", "io.github.electra4j.cli..", "io.github.electra4j.data..")
                .check(CLASSES);
    }

    @Test
    void packages_areAllNullMarked() {
        for (String name : ARROWS.keySet()) {
            assertThat(CLASSES.getPackage(ROOT + "." + name).isAnnotatedWith(NullMarked.class))
                    .as(name)
                    .isTrue();
        }
    }
}
