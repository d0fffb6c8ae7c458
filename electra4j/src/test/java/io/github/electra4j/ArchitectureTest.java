package io.github.electra4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which room of the library, with the rooms inside it, may see which: arrows point one way, from raw text to examples. */
class ArchitectureTest {
    private static final String ROOT = "io.github.electra4j";

    /** Each package with those of the library that it may see. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.ofEntries(
            Map.entry("random", List.of()),
            Map.entry("json", List.of()),
            Map.entry("text", List.of("json")),
            Map.entry("vocab", List.of("text")),
            Map.entry("checkpoint", List.of("json", "vocab")),
            Map.entry("examples", List.of("json", "text", "vocab", "checkpoint", "random")),
            Map.entry("task", List.of("json", "text", "vocab", "examples", "random", "checkpoint", "evaluate")),
            Map.entry("evaluate", List.of("random")),
            Map.entry("fairness", List.of("json", "text", "task", "evaluate", "random")),
            Map.entry("sets", List.of("json", "checkpoint", "task")),
            Map.entry("progress", List.of("json", "checkpoint"))));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_ofTheLibrary_areThoseOfTheTable() {
        assertThat(CLASSES.getPackage(ROOT).getSubpackages())
                .extracting(JavaPackage::getRelativeName)
                .containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
    }

    @Test
    void packages_seeOnlyWhatTheTableAllows() {
        ARROWS.forEach((from, allowed) -> {
            String[] seen = java.util.stream.Stream.concat(java.util.stream.Stream.of(from), allowed.stream())
                    .map(name -> ROOT + "." + name + "..")
                    .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + from + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage(ROOT + "..").and(not(resideInAnyPackage(seen))))
                    .check(CLASSES);
        });
    }

    @Test
    void packages_haveNoCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void library_usesNoEngineAndNoCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.bytedeco..", "picocli..", ROOT + ".train..", ROOT + ".cli..", ROOT + ".data..")
                .check(CLASSES);
    }

    /** A resumed run repeats itself only if every draw is a function of what it is for. */
    @Test
    void library_drawsFromCounterRandomAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.security.SecureRandom")
                .orShould()
                .callMethod(Math.class, "random")
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
