package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.BearerTokens;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.Networks;
import io.github.electra4j.serve.model.ModelSource;
import io.github.electra4j.serve.page.Tab.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, on tiny random networks; what these cannot say comes from a stand-in. */
@Timeout(180)
class PageIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

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

    private static String home() {
        return server.uri() + "/";
    }

    private void isQuiet() {
        assertThat(tab.troubles()).isEmpty();
        assertThat(tab.requests()).allSatisfy(url -> assertThat(url).startsWith(home()));
    }

    private long asked(String path) {
        return tab.requests().stream().filter(url -> url.endsWith(path)).count();
    }

    private void tryExampleOf(String section) {
        tab.click("#" + section + " .examples button");
        tab.until("document.querySelector('#" + section + " .result .summary, #" + section + " .failure')");
        assertThat(tab.text("document.querySelector('#" + section + " .failure')?.innerText"))
                .as(section)
                .isEmpty();
    }

    @Test
    void page_showsASectionForEachThingThatTheModelsCanDo_andAnExampleOfEachIsAnswered() {
        tab.open(home());

        assertThat(tab.text("[...document.querySelectorAll('main section')].map(s => s.id).join(' ')"))
                .isEqualTo("detect classify answer tag select similarity encode");
        assertThat(tab.text("document.title")).isEqualTo("electra4j");
        for (String section : List.of("detect", "classify", "tag", "select", "similarity", "encode")) {
            tryExampleOf(section);
        }
        assertThat(tab.text("document.querySelector('#classify .exchange pre').textContent"))
                .startsWith("curl -s " + home() + "v1/classify")
                .contains("\"model\":\"classifier\",\"text\":\"A gripping film");
        assertThat(tab.text("document.querySelectorAll('#classify .exchange pre')[1].textContent"))
                .contains("\"probabilities\": {");
        isQuiet();
    }

    @Test
    void detect_whileOneTypes_coloursTokensAtTheirPlacesInCodePoints() {
        tab.open(home());
        tab.focus("#detect-text");
        tab.type("w7 \uD83D\uDE00 w8 w9");
        tab.until("document.querySelectorAll('#detect .judged .token').length === 4");

        // Were places units, the tokens behind the smiley would stand one letter too far left.
        assertThat(tab.text("[...document.querySelectorAll('#detect .judged .token')]"
                        + ".map(t => t.firstChild.textContent).join('|')"))
                .isEqualTo("w7|\uD83D\uDE00|w8|w9");
        assertThat(tab.text("getComputedStyle(document.querySelector('#detect .judged .token')).backgroundColor"))
                .startsWith("color(srgb ");
        assertThat(tab.value("document.querySelectorAll('#detect .tokens tbody tr').length")
                        .intValue())
                .isEqualTo(4);
        assertThat(tab.text("document.querySelector('#detect .summary').textContent"))
                .startsWith("4 tokens, ");
        tab.until("document.getElementById('announcer').textContent.startsWith('4 tokens')");
        // A request a letter would be ten.
        assertThat(asked("/v1/detect")).isBetween(1L, 5L);
        isQuiet();
    }

    @Test
    void detect_answerThatComesAfterTheTextHasChanged_isNotShown() {
        tab.open(home());
        tab.answeredBy(asked -> asked.body().contains("first") ? Reply.NEVER : Reply.of(detected("second")));
        tab.focus("#detect-text");
        tab.type("first");
        tab.until(
                "performance.getEntriesByType('resource').length > 0 && document.querySelector('#detect [aria-busy]')");
        tab.value("document.querySelector('#detect-text').value = ''");
        tab.type("second");
        tab.until("document.querySelector('#detect .judged')?.textContent.startsWith('second')");

        assertThat(tab.holds("document.querySelector('#detect [aria-busy]')")).isFalse();
        assertThat(asked("/v1/detect")).isGreaterThanOrEqualTo(2);
    }

    private static String detected(String token) {
        return "{\"model\": \"discriminator\", \"input_tokens\": 1, \"tokens\": [{\"token\": \"" + token
                + "\", \"start\": 0, \"end\": " + token.length() + ", \"probability\": 0.75}]}";
    }

    @Test
    void detect_whileAnInputMethodComposes_asksNothing() {
        tab.open(home());
        tab.focus("#detect-text");
        for (String part : List.of("k", "ka", "kan")) {
            tab.send("Input.imeSetComposition", Map.of("text", part, "selectionStart", 1, "selectionEnd", 1));
            Tab.pause(300);
        }
        assertThat(asked("/v1/detect")).isZero();

        tab.send("Input.insertText", Map.of("text", "\u6F22"));
        tab.until("document.querySelector('#detect .summary') !== null");
        assertThat(tab.text("document.querySelector('#detect .exchange pre').textContent"))
                .contains("\u6F22");
    }

    @Test
    void keyboard_reachesEverythingInOrder_andShowsWhereItIs() {
        tab.open(home());
        long reachable = tab.value("[...document.querySelectorAll('a[href], button, textarea, select, summary, input')]"
                        + ".filter(e => e.checkVisibility()).length")
                .longValue();
        tab.tabulator();
        assertThat(tab.text("document.activeElement.textContent")).isEqualTo("Skip to the content");
        assertThat(tab.holds("document.activeElement.getBoundingClientRect().top >= 0"))
                .isTrue();
        tab.value("window.reached = new Set()");
        double last = -1;
        for (int i = 0; i < reachable; i++) {
            tab.value("window.reached.add(document.activeElement)");
            assertThat(tab.text("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            double order = tab.value("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
                    .doubleValue();
            assertThat(order).isGreaterThan(last);
            last = order;
            tab.tabulator();
        }
        assertThat(tab.value("window.reached.size").longValue()).isEqualTo(reachable);
    }

    @Test
    void keyboardAlone_asksAModel() {
        tab.open(home());
        tab.focus("#classify-text");
        tab.type("w7 w8");
        tab.key("Enter", 13, 2);
        tab.until("document.querySelector('#classify .summary') !== null");

        assertThat(tab.text("document.querySelector('#classify .summary').textContent"))
                .startsWith("The model says LABEL_");
    }

    @Test
    void names_ofAllThatCanBeUsed_areThereForScreenReaders() {
        tab.open(home());
        tryExampleOf("classify");
        Set<String> roles = new HashSet<>();
        for (JsonNode node : tab.send("Accessibility.getFullAXTree", Map.of()).get("nodes")) {
            String role = node.path("role").path("value").asString("");
            String name = node.path("name").path("value").asString("");
            roles.add(role);
            if (Set.of("button", "textbox", "combobox", "link", "region", "navigation", "heading", "table")
                            .contains(role)
                    && !node.path("ignored").booleanValue()) {
                assertThat(name).as(node.toString()).isNotBlank();
            }
        }

        assertThat(roles)
                .contains(
                        "banner",
                        "main",
                        "navigation",
                        "contentinfo",
                        "status",
                        "region",
                        "heading",
                        "textbox",
                        "table",
                        "columnheader",
                        "rowheader");
        assertThat(tab.value("document.querySelectorAll('h1').length").intValue())
                .isEqualTo(1);
        assertThat(tab.text("document.documentElement.lang")).isEqualTo("en");
        assertThat(tab.value(
                                "[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')]"
                                        + ".map(e => e.id)).size")
                        .intValue())
                .as("ids that stand twice")
                .isZero();
    }

    @Test
    void narrowScreen_needsNoScrollingToTheSide() {
        tab.size(320, 640);
        tab.open(home());
        for (String section : List.of("detect", "classify", "tag", "select", "similarity", "encode")) {
            tryExampleOf(section);
        }
        tab.value("document.querySelectorAll('details').forEach(fold => { fold.open = true; })");

        assertThat(tab.value("document.documentElement.scrollWidth").intValue()).isLessThanOrEqualTo(320);
        assertThat(tab.text("[...document.querySelectorAll('button, select, textarea')].filter(e => e.checkVisibility()"
                        + " && (e.getBoundingClientRect().right > 320 || e.getBoundingClientRect().height < 24))"
                        + ".map(e => e.outerHTML).join()"))
                .isEmpty();
    }

    /** Contrast by WCAG 2.2, of the text of all elements that have any, with the nearest ground that is not transparent. */
    private static final String LEAST_CONTRAST = """
            (() => {
              const parts = (c) => (c.match(/[\\d.]+/g) || []).map(Number);
              const channel = (v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
              const light = (c) => 0.2126 * channel(c[0] / 255) + 0.7152 * channel(c[1] / 255) + 0.0722 * channel(c[2] / 255);
              const ground = (e) => {
                for (let at = e; at; at = at.parentElement) {
                  const c = getComputedStyle(at).backgroundColor;
                  if (c.startsWith('rgb(')) return parts(c);
                }
                return [255, 255, 255];
              };
              let least = [99, ''];
              for (const e of document.querySelectorAll('body *')) {
                const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim() !== '');
                if (!own || !e.checkVisibility() || e.closest('.token, mark, svg, noscript')) continue;
                const [a, b] = [light(parts(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
                const contrast = (a + 0.05) / (b + 0.05);
                if (contrast < least[0]) least = [contrast, e.outerHTML];
              }
              return least;
            })()""";

    @Test
    void schemes_lightAndDark_differAndCanBeRead() {
        List<String> grounds = new ArrayList<>();
        for (String scheme : List.of("light", "dark")) {
            tab.prefers("prefers-color-scheme", scheme);
            tab.open(home());
            tryExampleOf("classify");
            grounds.add(tab.text("getComputedStyle(document.body).backgroundColor"));
            JsonNode least = tab.value(LEAST_CONTRAST);
            assertThat(least.get(0).doubleValue())
                    .as(scheme + ": " + least.get(1))
                    .isGreaterThanOrEqualTo(4.5)
                    .isLessThan(22);
        }
        assertThat(grounds).containsExactly("rgb(244, 246, 248)", "rgb(15, 18, 22)");
    }

    @Test
    void motion_isLeftOutWhereItIsNotWanted() {
        String behaviour = "getComputedStyle(document.documentElement).scrollBehavior";
        tab.prefers("prefers-reduced-motion", "no-preference");
        tab.open(home());
        assertThat(tab.text(behaviour)).isEqualTo("smooth");
        tab.prefers("prefers-reduced-motion", "reduce");
        assertThat(tab.text(behaviour)).isEqualTo("auto");
        assertThat(tab.value("document.getAnimations().length").intValue()).isZero();
    }

    private static final String EVIL = "<img src=x onerror=window.broken=1></script><script>window.broken=1</script>";

    @Test
    void hostileNamesLabelsAndTexts_areShownAsTheyAre() {
        String span = "{\"start\": 0, \"end\": 3, \"label\": \"" + EVIL + "\", \"text\": \"" + EVIL
                + "\", \"probability\": 0.9}";
        Map<String, String> replies = Map.of(
                "models",
                "{\"data\": [{\"id\": \"" + EVIL + "\", \"task\": \"" + EVIL
                        + "\", \"operations\": [\"detect\", \"classify\", \"answer\", \"tag\", \"extract\"]}]}",
                "detect",
                "{\"tokens\": [{\"token\": \"" + EVIL + "\", \"start\": 0, \"end\": 3, \"probability\": 0.9}]}",
                "classify",
                "{\"prediction\": \"" + EVIL + "\", \"probability\": 1, \"probabilities\": {\"" + EVIL + "\": 1}}",
                "answer",
                "{\"answer\": \"" + EVIL + "\", \"start\": 0, \"end\": 3, \"probability\": 1, \"best\": ["
                        + span.replace("text", "answer") + ", " + span.replace("text", "answer") + "]}",
                "tag",
                "{\"spans\": [" + span + "], \"words\": [], \"tags\": []}",
                "extract",
                "{\"entities\": [" + span + ", " + span.replace("0,", "4,").replace("3,", "7,")
                        + "], \"relations\": [{\"head\": 0, \"tail\": 1, \"relation\": \"" + EVIL
                        + "\", \"probability\": 0.8}]}");
        tab.send("Page.navigate", Map.of("url", "about:blank"));
        tab.answeredBy(
                asked -> Reply.of(replies.get(asked.url().substring(asked.url().lastIndexOf('/') + 1))));
        tab.open(home());

        for (String section : List.of("detect", "classify", "answer", "tag", "extract")) {
            tryExampleOf(section);
            tab.value("document.querySelector('#" + section + "-text, #" + section + "-context').value = '"
                    + EVIL.replace("</", "<\\/") + "'");
            tab.value("document.querySelector('#" + section + " form').requestSubmit()");
            tab.until("document.querySelector('#" + section + " .exchange pre').textContent.includes('onerror')");
        }
        assertThat(tab.holds("window.broken")).isFalse();
        assertThat(tab.value("document.querySelectorAll('img, body script').length")
                        .intValue())
                .isZero();
        assertThat(tab.text("document.getElementById('served').textContent")).contains(EVIL);
        assertThat(tab.text("document.querySelector('#classify .summary').textContent"))
                .contains(EVIL);
        tab.until("document.querySelector('#extract .arcs').textContent.includes('onerror')");
        isQuiet();
    }

    @Test
    void relationsBetweenEntities_areArrowsAndATable() {
        String json =
                "{\"entities\": [{\"start\": 0, \"end\": 11, \"label\": \"Peop\", \"text\": \"Marie Curie\", \"probability\": 0.9},"
                        + "{\"start\": 24, \"end\": 30, \"label\": \"Loc\", \"text\": \"Warsaw\", \"probability\": 0.8}],"
                        + "\"relations\": [{\"head\": 0, \"tail\": 1, \"relation\": \"Live_In\", \"probability\": 0.7}]}";
        tab.answeredBy(asked -> Reply.of(
                asked.url().endsWith("models")
                        ? "{\"data\": [{\"id\": \"x\", \"operations\": [\"extract\"]}]}"
                        : json));
        tab.open(home());
        tryExampleOf("extract");

        assertThat(tab.text("[...document.querySelectorAll('#extract mark')].map(m => m.textContent).join('|')"))
                .isEqualTo("Marie Curie 1 Peop|Warsaw 2 Loc");
        tab.until("document.querySelectorAll('#extract .arcs path').length === 2");
        assertThat(tab.text("document.querySelector('#extract table').innerText.replace(/\\s+/g, ' ')"))
                .contains("1 Marie Curie Live_In 2 Warsaw 70 %");
        isQuiet();
    }

    @Test
    void relationOfAText_isAskedWithPlacesInCodePoints() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        tab.answeredBy(asked -> {
            bodies.add(asked.body());
            return Reply.of(
                    asked.url().endsWith("models")
                            ? "{\"data\": [{\"id\": \"x\", \"task\": \"relation\", \"operations\": [\"classify\"]}]}"
                            : "{\"prediction\": \"Other\", \"probability\": 1, \"probabilities\": {\"Other\": 1}}");
        });
        tab.open(home());
        tab.focus("#classify-text");
        tab.type("\uD83D\uDE00 <e2>b</e2> <e1>cd</e1>");
        tab.click("#classify button[type=submit]");
        tab.until("document.querySelector('#classify .summary') !== null");

        assertThat(bodies)
                .contains(
                        "{\"model\":\"x\",\"text\":\"\uD83D\uDE00 b cd\",\"head\":{\"start\":4,\"end\":6},\"tail\":{\"start\":2,\"end\":3}}");
        tab.value("document.querySelector('#classify-text').value = 'a <e1>b</e1>'");
        tab.click("#classify button[type=submit]");
        tab.until("document.querySelector('#classify .failure')");
        assertThat(tab.text("document.querySelector('#classify .failure').innerText"))
                .contains("<e2>");
    }

    @Test
    void errors_areSaidReadably() {
        String busy =
                "{\"type\": \"urn:electra4j:problem:queue-full\", \"title\": \"Service Unavailable\", \"status\": 503,"
                        + " \"detail\": \"the queue is full\"}";
        tab.open(home());
        tab.answeredBy(asked -> new Reply(503, busy, Map.of("Retry-After", "1")));
        tab.click("#tag .examples button");
        tab.until("document.querySelector('#tag .failure') !== null");
        assertThat(tab.text("document.querySelector('#tag .failure').innerText"))
                .contains("The server is busy: the queue is full", "after 1 s", "Try again");

        tab.answeredBy(asked -> Reply.GONE);
        tab.click("#tag .failure button");
        tab.until("document.querySelector('#tag .failure')?.innerText.includes('does not answer')");

        tab.answeredBy(asked -> Reply.REAL);
        tab.click("#tag .failure button");
        tab.until("document.querySelector('#tag .summary') !== null");
        assertThat(tab.holds("document.querySelector('#tag .failure')")).isFalse();

        tab.value("document.querySelector('#answer-question').value = 'w7'");
        tab.value("document.querySelector('#answer-context').value = ' '");
        tab.click("#answer button[type=submit]");
        tab.until("document.querySelector('#answer .failure') !== null");
        assertThat(tab.text("document.querySelector('#answer .failure').innerText"))
                .contains("context is empty");
    }

    @Test
    void detect_ofABusyServer_isAskedAgainByItself() {
        tab.open(home());
        List<String> asked = new CopyOnWriteArrayList<>();
        tab.answeredBy(request -> {
            asked.add(request.body());
            return asked.size() == 1 ? new Reply(503, "{}", Map.of("Retry-After", "1")) : Reply.of(detected("w7"));
        });
        tab.focus("#detect-text");
        tab.send("Input.insertText", Map.of("text", "w7"));
        tab.until("document.querySelector('#detect .failure') !== null");
        tab.until("document.querySelector('#detect .summary') !== null");

        assertThat(asked).hasSize(2);
    }

    @Test
    void serverWithTokens_asksForOneAndKeepsItAsLongAsTold() throws Exception {
        Listening listening = new Listening("127.0.0.1", 0, null, new BearerTokens(List.of(TOKEN)), List.of());
        try (ElectraServer guarded = ElectraServer.start(sources.subList(0, 1), listening, Limits.standard())) {
            tab.open(guarded.uri() + "/");
            tab.until("document.querySelector('#token form') !== null");
            assertThat(tab.text("document.querySelector('#token').innerText")).contains("This server wants a token");

            entered("wrong");
            tab.until("document.querySelector('#token').innerText.includes('does not know the token')");
            entered(TOKEN);
            tab.until("document.querySelector('#detect') !== null");
            assertThat(tab.holds("document.querySelector('#token form')")).isFalse();
            tryExampleOf("detect");
            assertThat(tab.text("document.body.textContent"))
                    .contains("Authorization: Bearer $ELECTRA_TOKEN")
                    .doesNotContain(TOKEN);
            assertThat(tab.value("sessionStorage.length + localStorage.length").intValue())
                    .isZero();

            tab.open(guarded.uri() + "/");
            tab.until("document.querySelector('#token form') !== null");
            tab.click("#token-keep");
            entered(TOKEN);
            tab.until("document.querySelector('#detect') !== null");
            tab.open(guarded.uri() + "/");
            tab.until("document.querySelector('#detect') !== null");
            assertThat(tab.value("localStorage.length").intValue()).isZero();
        }
    }

    private void entered(String token) {
        tab.value("document.querySelector('#token-input').value = '" + token + "'");
        tab.click("#token button[type=submit]");
    }
}
