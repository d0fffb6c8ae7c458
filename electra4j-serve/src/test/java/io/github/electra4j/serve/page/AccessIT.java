package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.page.Tab.Asked;
import io.github.electra4j.serve.page.Tab.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whether everybody can use the page: by keyboard, with a screen reader, on a narrow screen, on light and dark ground. */
class AccessIT extends BrowserTest {
    @Test
    void keyboard_reachesEverythingInOrder_andShowsWhereItIs() {
        tab().open(home());
        long reachable = tab().value(
                        "[...document.querySelectorAll('a[href], button, textarea, select, summary, input')]"
                                + ".filter(e => e.checkVisibility()).length")
                .longValue();
        tab().tabulator();
        assertThat(tab().text("document.activeElement.textContent")).isEqualTo("Skip to the content");
        assertThat(tab().holds("document.activeElement.getBoundingClientRect().top >= 0"))
                .isTrue();
        tab().value("window.reached = new Set()");
        double last = -1;
        for (int i = 0; i < reachable; i++) {
            tab().value("window.reached.add(document.activeElement)");
            assertThat(tab().text("getComputedStyle(document.activeElement).outlineStyle"))
                    .isEqualTo("solid");
            double order = tab().value("[...document.querySelectorAll('*')].indexOf(document.activeElement)")
                    .doubleValue();
            assertThat(order).isGreaterThan(last);
            last = order;
            tab().tabulator();
        }
        assertThat(tab().value("window.reached.size").longValue()).isEqualTo(reachable);
    }

    @Test
    void keyboardAlone_asksAModel() {
        tab().open(home());
        tab().focus("#classify-text");
        tab().type("w7 w8");
        tab().key("Enter", 13, 2);
        tab().until("document.querySelector('#classify .summary') !== null");

        assertThat(tab().text("document.querySelector('#classify .summary').textContent"))
                .startsWith("The model says LABEL_");
    }

    @Test
    void names_ofAllThatCanBeUsed_areThereForScreenReaders() {
        tab().open(home());
        tryExampleOf("classify");

        assertThat(named())
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
        assertThat(tab().value("document.querySelectorAll('h1').length").intValue())
                .isEqualTo(1);
        assertThat(tab().text("document.documentElement.lang")).isEqualTo("en");
        assertThat(tab().value(
                                "[...document.querySelectorAll('[id]')].length - new Set([...document.querySelectorAll('[id]')]"
                                        + ".map(e => e.id)).size")
                        .intValue())
                .as("ids that stand twice")
                .isZero();
    }

    @Test
    void narrowScreen_needsNoScrollingToTheSide() {
        tab().size(320, 640);
        tab().open(home());
        for (String section : List.of("detect", "classify", "tag", "select", "similarity", "encode")) {
            tryExampleOf(section);
        }

        fitsNarrow();
    }

    /** A question back with two choices, and then a reply. */
    private static String turn(boolean first) {
        return "{\"reply\": \"" + (first ? "Which of the two?" : "Done.") + "\", \"act\": \""
                + (first ? "ask_intent" : "reply")
                + "\", \"recognised\": {\"intent\": \"a\", \"probability\": 0.5, \"intents\": [{\"intent\": \"a\", \"probability\": 0.5}],"
                + " \"slots\": [{\"start\": 0, \"end\": 4, \"label\": \"part\", \"text\": \"bell\", \"probability\": 0.8}]},"
                + " \"state\": {\"pending\": {\"intents\": [\"a\", \"b\"]}}}";
    }

    private static String served(Asked asked) {
        if (asked.url().endsWith("models")) {
            return "{\"data\": [{\"id\": \"x\", \"operations\": [\"extract\"]}]}";
        }
        if (asked.url().endsWith("extract")) {
            return PageIT.EXTRACTION;
        }
        if (!asked.url().endsWith("chat")) {
            return "{\"runs\": []}";
        }
        return asked.body().isEmpty()
                ? "{\"available\": true, \"intents\": [{\"intent\": \"a\", \"means\": \"ask for the price of a repair\", \"slots\": []},"
                        + " {\"intent\": \"b\", \"means\": \"buy\", \"slots\": []}]}"
                : turn(!asked.body().contains("state"));
    }

    /** Goes on by the tabulator until something has the focus. */
    private void reach(String selector) {
        String reached = "document.activeElement.matches('" + selector + "')";
        for (int i = 0; i < 60 && !tab().holds(reached); i++) {
            tab().tabulator();
        }
        assertThat(tab().holds(reached)).as(selector).isTrue();
    }

    /** What random networks cannot say comes from a stand-in. */
    @Test
    void conversationAndRelations_byTheKeyboardAlone_areNamedAndFitANarrowScreen() {
        tab().answeredBy(asked -> Reply.of(served(asked)));
        tab().size(320, 640);
        tab().open(home());
        reach("#chat-message");
        tab().type("bell");
        tab().enter();
        tab().until("document.querySelectorAll('#chat .replied').length === 1");
        reach("#chat .examples button");
        tab().enter();
        tab().until("document.querySelectorAll('#chat .replied').length === 2");
        reach("#extract-text");
        tab().type("Marie Curie was born in Warsaw.");
        tab().key("Enter", 13, 2);
        tab().until("document.querySelector('#extract table') !== null");

        assertThat(tab().text("document.querySelectorAll('#chat .replied p')[2].textContent"))
                .isEqualTo("Done.");
        assertThat(tab().text("document.querySelector('#extract .summary').textContent"))
                .isEqualTo("2 entities and 1 relations: Marie Curie Live_In Warsaw.");
        fitsNarrow();
        assertThat(named()).contains("log", "textbox", "button", "table", "columnheader", "rowheader");
        isQuiet();
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
            tab().prefers("prefers-color-scheme", scheme);
            tab().open(home());
            tryExampleOf("classify");
            grounds.add(tab().text("getComputedStyle(document.body).backgroundColor"));
            JsonNode least = tab().value(LEAST_CONTRAST);
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
        tab().prefers("prefers-reduced-motion", "no-preference");
        tab().open(home());
        assertThat(tab().text(behaviour)).isEqualTo("smooth");
        tab().prefers("prefers-reduced-motion", "reduce");
        assertThat(tab().text(behaviour)).isEqualTo("auto");
        assertThat(tab().value("document.getAnimations().length").intValue()).isZero();
    }
}
