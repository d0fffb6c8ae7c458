package io.github.electra4j.serve.page;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A Chromium without a window, driven through its DevTools protocol. */
final class Browser implements AutoCloseable {
    /** Names the program; without it the first of {@link #NAMES} on the PATH is taken. */
    static final String VARIABLE = "ELECTRA4J_BROWSER";

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final DevTools tools;

    private Browser(Process process, DevTools tools) {
        this.process = process;
        this.tools = tools;
    }

    /** The program, where there is one. */
    static Optional<Path> find() {
        String named = System.getenv(VARIABLE);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts it.
     *
     * @param folder for its profile, empty
     */
    static Browser start(Path program, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless=new",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        // Containers have neither the name spaces of its sandbox nor much shared memory; it sees our
                        // page alone.
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--hide-scrollbars",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-extensions",
                        "--no-first-run",
                        "--no-default-browser-check",
                        "--force-device-scale-factor=1",
                        "--lang=en",
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        try {
            List<String> address = address(process, folder);
            URI uri = URI.create("ws://127.0.0.1:" + address.get(0) + address.get(1));
            return new Browser(process, DevTools.connect(uri));
        } catch (IOException | RuntimeException | Error e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The port and the path that it writes down once it listens. */
    private static List<String> address(Process process, Path folder) throws IOException, InterruptedException {
        Path file = folder.resolve("DevToolsActivePort");
        long end = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(file) && Files.readAllLines(file).size() == 2) {
                return Files.readAllLines(file);
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the browser did not start: " + Files.readString(folder.resolve("browser.log")));
    }

    /** A tab that knows nothing of the others. */
    Tab tab() {
        JsonNode context = tools.send("", "Target.createBrowserContext", Map.of());
        JsonNode target = tools.send(
                "",
                "Target.createTarget",
                Map.of(
                        "url",
                        "about:blank",
                        "browserContextId",
                        context.get("browserContextId").stringValue()));
        JsonNode session = tools.send(
                "",
                "Target.attachToTarget",
                Map.of("targetId", target.get("targetId").stringValue(), "flatten", true));
        return new Tab(tools, session.get("sessionId").stringValue());
    }

    @Override
    public void close() {
        tools.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
