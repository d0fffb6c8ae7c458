package io.github.electra4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What sits on top, seen from where all modules are on the class path: nobody but the command line knows the server or the command line. */
class ArchitectureTest {
    private static final String ROOT = "io.github.electra4j";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void server_isSeenByTheCommandLineAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".serve..", ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".serve..")
                .check(CLASSES);
    }

    @Test
    void commandLine_isSeenByNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli..")
                .check(CLASSES);
    }

    @Test
    void http_isTheServersAffair() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".serve..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta..", "io.micrometer..")
                .check(CLASSES);
    }
}
