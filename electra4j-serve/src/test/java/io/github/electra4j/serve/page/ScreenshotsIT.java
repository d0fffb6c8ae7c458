package io.github.electra4j.serve.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Makes the pictures of the documentation, of a server whose address is given; CONTRIBUTING.md has the command. */
@EnabledIfSystemProperty(
        named = "screenshots",
        matches = "http.+",
        disabledReason = "no -Dscreenshots=ADDRESS of a server")
class ScreenshotsIT extends BrowserTest {
    private static final Path DOCS = Path.of("../docs");

    private void keep(String name, String selector) throws IOException {
        Files.write(DOCS.resolve(name), tab().picture(selector));
    }

    private void open(int width, String scheme) {
        tab().size(width, 900);
        tab().prefers("prefers-color-scheme", scheme);
        tab().open(System.getProperty("screenshots"));
    }

    @Test
    void tokens_whileOneTypes() throws Exception {
        open(760, "light");
        tab().focus("#detect-text");
        tab().type("Paris is the capital and largest guitar of France.");
        tab().until("document.querySelector('#detect .summary')?.textContent.includes(' tokens')");
        Tab.pause(1000);
        tab().value("document.activeElement.blur()");
        keep("page-tokens.png", "#detect");
    }

    @Test
    void tags_inTheText() throws Exception {
        open(760, "light");
        tryExampleOf("tag");
        keep("page-tags.png", "#tag");
    }

    @Test
    void curves_ofATraining() throws Exception {
        open(760, "dark");
        tab().value("(() => { const list = document.querySelector('#runs-run');"
                + " list.value = [...list.options].find(o => o.textContent.includes('pre-training')).value;"
                + " list.dispatchEvent(new Event('change')); })()");
        tab().until("document.querySelectorAll('#runs figure path.train').length > 4");
        keep("page-runs.png", "#runs");
    }
}
