package io.github.electra4j.serve;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

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

/** Which room of the server may see which. */
class ArchitectureTest {
    private static final String ROOT = "io.github.electra4j.serve";

    /** Each package with those of the server that it may see. */
    private static final Map<String, List<String>> ARROWS = new TreeMap<>(Map.of(
            "queue", List.of(), "model", List.of(), "runs", List.of(), "http", List.of("queue", "model", "runs")));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packages_ofTheServer_areThoseOfTheTable() {
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
    void http_isKnownToItsOwnRoomAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..", "io.micrometer..")
                .check(CLASSES);
    }

    @Test
    void server_seesNeitherEngineNorCommandLine() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bytedeco..",
                        "picocli..",
                        "io.github.electra4j.train..",
                        "io.github.electra4j.cli..",
                        "io.github.electra4j.data..")
                .check(CLASSES);
    }

    @Test
    void packages_areAllNullMarked() {
        Stream.concat(Stream.of(ROOT), ARROWS.keySet().stream().map(name -> ROOT + "." + name))
                .forEach(name -> assertThat(CLASSES.getPackage(name).isAnnotatedWith(NullMarked.class))
                        .as(name)
                        .isTrue());
    }
}
