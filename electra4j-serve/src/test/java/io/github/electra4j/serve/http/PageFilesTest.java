package io.github.electra4j.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of the page over a socket, from a server that wants a token for all else. */
class PageFilesTest {
    private static final Path SOURCES = Path.of("src/main/resources/io/github/electra4j/serve/page");

    /** What brings text into a document as markup or code, or other than by the style sheets. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function|createContextualFragment"
                    + "|DOMParser|localStorage|https?://(?!www\\.w3\\.org/2000/svg)");

    private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z-]+\\.js)'");

    @TempDir
    private static Path folder;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        Listening listening = new Listening(
                "127.0.0.1", 0, null, new BearerTokens(List.of("0123456789abcdef0123456789abcdef")), List.of());
        server = TestServer.start(listening, Limits.standard(), Networks.load(folder, "classifier"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void page_withoutToken_isServedUnderAStrictPolicy() throws Exception {
        HttpResponse<String> page = server.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(Files.readString(SOURCES.resolve("index.html")));
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains(
                        "default-src 'none'",
                        "script-src 'self'",
                        "style-src 'self'",
                        "connect-src 'self'",
                        "base-uri 'none'",
                        "frame-ancestors 'none'",
                        "require-trusted-types-for 'script'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
    }

    @Test
    void files_areThoseOfTheFolder_andHaveTheirTypes() throws Exception {
        try (Stream<Path> files = Files.list(SOURCES)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(PageFiles.NAMES);
        }
        for (String name : PageFiles.NAMES) {
            HttpResponse<String> file = server.get("/page/" + name);
            assertThat(file.body()).as(name).isEqualTo(Files.readString(SOURCES.resolve(name)));
            assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
        assertThat(server.get("/page/main.js")
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith("text/javascript");
        assertThat(server.get("/page/page.css")
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow())
                .startsWith("text/css");
        assertThat(server.get("/page/icon.svg").headers().firstValue("Content-Type"))
                .hasValue("image/svg+xml");
    }

    @Test
    void otherPaths_stillNeedTheToken() throws Exception {
        for (String path : List.of(
                "/v1/models",
                "/page",
                "/page/",
                "/page/none.js",
                "/page/../v1/models",
                "/page/main.js/../../v1/models",
                "//v1/models",
                "/page/main.js/x")) {
            assertThat(server.get(path).statusCode()).as(path).isIn(400, 401);
        }
        assertThat(server.post("/v1/classify", "{\"text\": \"w7\"}").statusCode())
                .isEqualTo(401);
    }

    @Test
    void scripts_putTextsInAsTextAlone_andNameOnlyFilesThatThereAre() throws IOException {
        for (String name : PageFiles.NAMES) {
            String source = Files.readString(SOURCES.resolve(name));
            assertThat(FORBIDDEN.matcher(source).results().map(found -> found.group()))
                    .as(name)
                    .isEmpty();
            Matcher imports = IMPORT.matcher(source);
            while (imports.find()) {
                assertThat(PageFiles.NAMES).as("named in " + name).contains(imports.group(1));
            }
        }
        String index = Files.readString(SOURCES.resolve("index.html"));
        assertThat(index).doesNotContain("<style", "style=", "onclick", "<script>");
    }
}
