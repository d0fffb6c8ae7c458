package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Networks;
import io.github.electra4j.serve.model.ModelSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

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

    /** All that can be used has a name for screen readers; returns the roles that there are. */
    Set<String> named() {
        Set<String> roles = new HashSet<>();
        for (JsonNode node : tab.send("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            String role = node.path("role").path("value").asString("");
            roles.add(role);
            if (Set.of("button", "textbox", "combobox", "link", "region", "navigation", "heading", "table", "log")
                            .contains(role)
                    && !node.path("ignored").booleanValue()) {
                assertThat(node.path("name").path("value").asString(""))
                        .as(node.toString())
                        .isNotBlank();
            }
        }
        return roles;
    }

    /** A screen 320 pixels wide needs no scrolling to the side, whatever is unfolded, and what is pressed is large enough for a finger. */
    void fitsNarrow() {
        tab.value("document.querySelectorAll('details').forEach(fold => { fold.open = true; })");
        assertThat(tab.value("document.documentElement.scrollWidth").intValue()).isLessThanOrEqualTo(320);
        assertThat(tab.text(
                        "[...document.querySelectorAll('button, select, textarea, input')].filter(e => e.checkVisibility()"
                                + " && (e.getBoundingClientRect().right > 320 || e.getBoundingClientRect().height < 24))"
                                + ".map(e => e.outerHTML).join()"))
                .isEmpty();
    }

    void tryExampleOf(String section) {
        tab.click("#" + section + " .examples button");
        tab.until("document.querySelector('#" + section + " .result .summary, #" + section + " .failure')");
        assertThat(tab.text("document.querySelector('#" + section + " .failure')?.innerText"))
                .as(section)
                .isEmpty();
    }
}
