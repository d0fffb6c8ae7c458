package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Networks;
import io.github.electra4j.serve.model.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A browser for the tests of the page, and a server of tiny random networks. Without a browser there is nothing to test with. */
@Timeout(180)
abstract class BrowserTest {
    // The browser may still be writing its profile while it ends.
    @TempDir(cleanup = CleanupMode.NEVER)
    private static Path profile;

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static ElectraServer server;
    private static List<ModelSource> sources;

    private Tab tab;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> program = Browser.find();
        Assumptions.assumeTrue(
                program.isPresent(),
                "no Chromium: neither is one on the PATH nor does " + Browser.VARIABLE + " name it");
        sources = new ArrayList<>();
        for (String network : List.of("discriminator", "classifier", "answerer", "tagger", "chooser")) {
            sources.add(new ModelSource(network, Networks.copy(network, folder.resolve(network))));
        }
        server = ElectraServer.start(sources, Listening.loopback(0), Limits.standard());
        browser = Browser.start(program.get(), profile);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void fresh() {
        tab = browser.tab();
        tab.size(1000, 900);
    }

    /** A tab that has seen nothing. */
    Tab tab() {
        return tab;
    }

    /** The networks that are served. */
    static List<ModelSource> sources() {
        return sources;
    }

    /** The address of the page. */
    static String home() {
        return server.uri() + "/";
    }

    /** Neither has anything gone wrong in the console, nor has anybody else been asked. */
    void isQuiet() {
        assertThat(tab.troubles()).isEmpty();
        assertThat(tab.requests())
                .allSatisfy(url -> assertThat(url).matches("about:blank|" + Pattern.quote(home()) + ".*"));
    }

    /** How often a path was asked for. */
    long asked(String path) {
        return tab.requests().stream().filter(url -> url.endsWith(path)).count();
    }

    void tryExampleOf(String section) {
        tab.click("#" + section + " .examples button");
        tab.until("document.querySelector('#" + section + " .result .summary, #" + section + " .failure')");
        assertThat(tab.text("document.querySelector('#" + section + " .failure')?.innerText"))
                .as(section)
                .isEmpty();
    }
}
