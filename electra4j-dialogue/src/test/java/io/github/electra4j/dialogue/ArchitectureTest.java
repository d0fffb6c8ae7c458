package io.github.electra4j.dialogue;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** What conversations may see: the library, and neither who asks models nor who talks to users. */
class ArchitectureTest {
    private static final String ROOT = "io.github.electra4j";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT + ".dialogue");

    @Test
    void dialogue_seesTheLibraryAlone() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.bytedeco..",
                        "picocli..",
                        "io.javalin..",
                        ROOT + ".train..",
                        ROOT + ".cli..",
                        ROOT + ".data..",
                        ROOT + ".serve..")
                .check(CLASSES);
    }

    @Test
    void course_asksNoModel() {
        noClasses()
                .that()
                .haveSimpleNameNotStartingWith("DialogueModels")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(ROOT + ".Electra")
                .check(CLASSES);
    }

    @Test
    void room_isNullMarked() {
        assertThat(CLASSES.getPackage(ROOT + ".dialogue").isAnnotatedWith(NullMarked.class))
                .isTrue();
    }
}
