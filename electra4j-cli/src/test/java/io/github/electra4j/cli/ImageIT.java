package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An image of the real service, run as a container engine runs it: in a file system where nothing else is, as a user without rights. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of a pipe cannot be interrupted
class ImageIT {
    @TempDir
    private Path folder;

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.stringValue()));
        return texts;
    }

    private static void tar(Path into, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("tar", "--directory", into.toString()));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
    }

    /** A command in name spaces of its own, with the image as its root. */
    private static List<String> isolated(Path root, List<String> command) {
        List<String> whole = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "PATH=$PATH:/usr/sbin; mount -t proc proc \"$0/proc\" && mount --rbind /dev \"$0/dev\""
                        + " && exec chroot --userspec=65532:65532 \"$0\" \"$@\"",
                root.toString()));
        whole.addAll(command);
        return whole;
    }

    private static boolean mayIsolate(Path root) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(isolated(root, List.of("/opt/java/bin/java", "-version")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // no unshare here
        }
    }

    @Test
    void image_ofAModel_answersWhereNothingElseIs() throws Exception {
        TinyTask.classifier(folder);

        ElectraProcess.Result made =
                ElectraProcess.run(folder, "image", "class=classifier", "--out", "made/image.tar", "--name", "class:1");

        assertThat(made.err()).contains("docker load --input made/image.tar");
        assertThat(made.out()).startsWith("made/image.tar: class:1, ");
        assertThat(made.code()).isZero();
        Path parts = Files.createDirectory(folder.resolve("parts"));
        Path root = Files.createDirectory(folder.resolve("root"));
        tar(parts, "--extract", "--file", folder.resolve("made/image.tar").toString());
        JsonMapper mapper = JsonMapper.builder().build();
        for (String layer : texts(mapper.readTree(Files.readString(parts.resolve("manifest.json")))
                .path(0)
                .path("Layers"))) {
            tar(root, "--extract", "--gzip", "--file", parts.resolve(layer).toString());
        }
        Files.createDirectory(root.resolve("proc"));
        Files.createDirectory(root.resolve("dev"));
        Assumptions.assumeTrue(mayIsolate(root), "processes may not get a root of their own here");
        answers(mapper.readTree(Files.readString(parts.resolve("config.json"))).path("config"), root);
    }

    private static void answers(JsonNode config, Path root) throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        List<String> command = new ArrayList<>(texts(config.path("Entrypoint")));
        texts(config.path("Cmd")).forEach(word -> command.add("8080".equals(word) ? Integer.toString(port) : word));
        ProcessBuilder builder = new ProcessBuilder(isolated(root, command));
        texts(config.path("Env")).forEach(variable -> {
            int equals = variable.indexOf('=');
            builder.environment().put(variable.substring(0, equals), variable.substring(equals + 1));
        });
        Process process = builder.start();
        try (BufferedReader said = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            assertThat(said.readLine()).isEqualTo("electra: serving class at http://0.0.0.0:" + port);
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/classify"))
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"w7 w8\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).startsWith("{\"model\":\"class\",\"prediction\":\"LABEL_");

            process.destroy();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void image_wrongArguments_areSaidBeforeAnythingIsMade() throws Exception {
        TinyTask.classifier(folder);

        assertThat(ElectraProcess.run(folder, "image", "classifier", "--out", "x.tar", "--name", "No Name"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("--name: \"No Name\""));
        assertThat(ElectraProcess.run(folder, "image", "--out", "x.tar").code()).isEqualTo(2);
        assertThat(ElectraProcess.run(folder, "image", "nowhere", "--out", "x.tar")
                        .err())
                .contains("nowhere: no such directory");
        assertThat(ElectraProcess.run(folder, "image", "classifier", "./x/../classifier", "--out", "x.tar"))
                .satisfies(result -> assertThat(result.code()).isEqualTo(2))
                .satisfies(result -> assertThat(result.err()).contains("two models are called classifier"));
        assertThat(folder.resolve("x.tar")).doesNotExist();
    }
}
