package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher {@code electra}, with a Java that prints its arguments and a Maven that only makes what the launcher takes from it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher there is electra.cmd")
class LauncherTest {
    private static final String MAVEN = """
            #!/bin/sh
            echo "$@" >>builds
            [ -e slow ] && sleep 1
            [ -e broken ] && echo '[ERROR] a semicolon is missing' && exit 1
            printf '%s\\n' "$PWD/electra4j/target/electra4j.jar:${PWD%/*}/library.jar" >electra4j-cli/target/classpath
            touch electra4j/target/electra4j.jar electra4j-cli/target/electra4j-cli-1.jar
            """;

    private static final String JAVA = """
            #!/bin/sh
            for argument in "$@"; do printf '%s\\n' "$argument"; done
            echo "GLIBC_TUNABLES=$GLIBC_TUNABLES"
            echo "LC_ALL=$LC_ALL"
            """;

    @TempDir
    private Path folder;

    private Path root;
    private Path jdk;

    @BeforeEach
    void cloneAndJdk() throws IOException {
        root = Files.createDirectories(folder.resolve("a clone"));
        jdk = folder.resolve("a jdk");
        Files.copy(Path.of("../electra"), root.resolve("electra"));
        for (String made :
                List.of("electra4j/src/main", "electra4j/target", "electra4j-cli/src/main", "config", "studies")) {
            Files.createDirectories(root.resolve(made));
        }
        Files.writeString(root.resolve("pom.xml"), "");
        Files.writeString(folder.resolve("library.jar"), "");
        Files.createDirectories(jdk.resolve("bin"));
        program(root.resolve("mvnw"), MAVEN);
        program(jdk.resolve("bin/java"), JAVA);
        program(jdk.resolve("bin/javac"), JAVA);
        version("17.0.1");
    }

    private static void program(Path file, String text) throws IOException {
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void version(String version) throws IOException {
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"someone\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment()
                .keySet()
                .removeIf(key -> key.startsWith("ELECTRA") || key.startsWith("LC_") || key.equals("GLIBC_TUNABLES"));
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        return ElectraProcess.started(builder);
    }

    private Result run(Map<String, String> environment, String... arguments) throws Exception {
        return ElectraProcess.ended(
                start(root.resolve("electra"), environment, arguments), new byte[0], "the launcher");
    }

    private Result run(String... arguments) throws Exception {
        return run(Map.of(), arguments);
    }

    private long builds() throws IOException {
        Path builds = root.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** What the launcher wrote, on one line, so that a test of a text does not depend on where it is broken. */
    private static String said(Result result) {
        return result.err().replace("\n", " ");
    }

    @Test
    void firstUse_buildsOnceAndRunsWithTheArgumentsAsTheyAre() throws Exception {
        Result first = run("vocab", "--text", "a file*", "");
        assertThat(first.code()).as(first.err()).isZero();
        assertThat(said(first)).contains("Building electra4j (first use");
        assertThat(first.out()).contains("io.github.electra4j.cli.Main\nvocab\n--text\na file*\n\n");

        Result second = run("help");
        assertThat(builds()).isEqualTo(1);
        assertThat(second.err()).isEmpty();
        List<String> arguments = second.out().lines().toList();
        String[] classpath = arguments
                .get(arguments.indexOf("io.github.electra4j.cli.Main") - 1)
                .split(":");
        // Copies, so that a training that runs for hours keeps its jars whatever is built meanwhile.
        assertThat(classpath[0]).matches(".*/a clone/electra4j-cli/target/launcher-[0-9]+-[0-9]+/electra4j-cli.jar");
        assertThat(classpath).hasSize(3).allMatch(entry -> Files.exists(Path.of(entry)));
    }

    @Test
    void sourcesThatChanged_areBuiltAgain_unlessTheLastBuildIsWanted() throws Exception {
        run("help");
        Files.writeString(root.resolve("electra4j/src/main/New.java"), "class New {}");

        assertThat(run(Map.of("ELECTRA_NO_BUILD", "1"), "help").code()).isZero();
        assertThat(builds()).isEqualTo(1);
        assertThat(said(run("help"))).contains("Building electra4j (the sources have changed)");
        assertThat(run("help").err()).isEmpty();
        assertThat(builds()).isEqualTo(2);

        Files.delete(root.resolve("electra4j/src/main/New.java"));
        assertThat(said(run("help"))).contains("the sources have changed");
    }

    @Test
    void buildThatFails_isShownAndMadeAgainTheNextTime() throws Exception {
        Files.writeString(root.resolve("broken"), "");
        Result failed = run("help");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(said(failed)).contains("a semicolon is missing", "the build failed; the end of");

        Files.delete(root.resolve("broken"));
        assertThat(run("help").code()).isZero();
        try (var made = Files.list(root.resolve("electra4j-cli/target"))) {
            assertThat(made.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("launcher-")))
                    .hasSize(1);
        }
    }

    @Test
    void startedTwiceAtOnce_buildsOnce() throws Exception {
        Files.writeString(root.resolve("slow"), "");
        Process one = start(root.resolve("electra"), Map.of(), "help");
        Process two = start(root.resolve("electra"), Map.of(), "help");
        Result first = ElectraProcess.ended(one, new byte[0], "the first");
        Result second = ElectraProcess.ended(two, new byte[0], "the second");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void lockOfABuilderThatWasKilled_isTakenOver() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Files.createDirectories(root.resolve("electra4j-cli/target"));
        Path lock = root.resolve("electra4j-cli/target/launcher.lock");
        Files.createSymbolicLink(lock, Path.of(Long.toString(dead.pid())));

        assertThat(run("help").code()).isZero();
        assertThat(lock)
                .satisfies(file -> assertThat(Files.isSymbolicLink(file)).isFalse());
    }

    @Test
    void symbolicLinkToTheLauncher_findsTheCloneAndAMovedCloneIsBuiltAgain() throws Exception {
        Files.createDirectories(folder.resolve("bin"));
        Path link = Files.createSymbolicLink(folder.resolve("bin/electra"), Path.of("../a clone/electra"));
        Result linked = ElectraProcess.ended(start(link, Map.of(), "help"), new byte[0], "the link");
        assertThat(linked.code()).as(linked.err()).isZero();
        assertThat(builds()).isEqualTo(1);

        Path before = root;
        root = Files.move(before, folder.resolve("moved"));
        assertThat(said(run("help"))).contains("the folder was moved");
    }

    @Test
    void javaThatIsTooOldOrMissing_isSaidWithAdvice() throws Exception {
        version("11.0.2");
        Result old = run("help");
        assertThat(old.code()).isEqualTo(1);
        assertThat(said(old)).contains("is Java 11.0.2, and electra4j needs 17 or newer", "adoptium.net");

        Result missing = run(Map.of("JAVA_HOME", folder.resolve("nowhere").toString()), "help");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(said(missing)).contains("there is no program bin/java in it");
        assertThat(builds()).isZero();
    }

    @Test
    void libraryThatIsMissing_isFetchedByABuild() throws Exception {
        run("help");
        Files.delete(folder.resolve("library.jar"));
        assertThat(said(run("help"))).contains("Building electra4j (a library is missing: ");
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void settingsOfTheUser_stayAsTheyAre() throws Exception {
        Result own =
                run(Map.of("GLIBC_TUNABLES", "mine", "LC_ALL", "C.UTF-8", "ELECTRA_JAVA_OPTS", "-Xmx1g -Da=b"), "help");
        assertThat(own.out()).contains("\n-Xmx1g\n-Da=b\n", "GLIBC_TUNABLES=mine\n");

        Result none = run(Map.of("ELECTRA_LIBTORCH", folder.toString()), "help");
        assertThat(none.code()).isEqualTo(1);
        assertThat(said(none)).contains("there is no libtorch_cuda.so in it");
        // In the C locale Java opens no file whose name has other than ASCII characters.
        assertThat(run(Map.of("LC_ALL", "C"), "help").out()).contains("LC_ALL=C.UTF-8\n");
    }
}
