package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.page.Tab.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on tiny random networks; what these cannot say comes from a stand-in. */
class PageIT extends BrowserTest {
    @Test
    void page_showsASectionForEachThingThatTheModelsCanDo_andAnExampleOfEachIsAnswered() {
        tab().open(home());

        assertThat(tab().text("[...document.querySelectorAll('main section')].map(s => s.id).join(' ')"))
                .isEqualTo("detect classify answer tag select similarity encode");
        assertThat(tab().text("document.title")).isEqualTo("electra4j");
        for (String section : List.of("detect", "classify", "tag", "select", "similarity", "encode")) {
            tryExampleOf(section);
        }
        assertThat(tab().text("document.querySelector('#classify .exchange pre').textContent"))
                .startsWith("curl -s " + home() + "v1/classify")
                .contains("\"model\":\"classifier\",\"text\":\"A gripping film");
        assertThat(tab().text("document.querySelectorAll('#classify .exchange pre')[1].textContent"))
                .contains("\"probabilities\": {");
        isQuiet();
    }

    @Test
    void answer_isMarkedWhereItStands_andThatThereIsNoneIsSaid() {
        tab().answeredBy(asked -> Reply.of(
                asked.url().endsWith("models")
                        ? "{\"data\": [{\"id\": \"x\", \"operations\": [\"answer\"]}]}"
                        : asked.body().contains("Why")
                                ? "{\"answer\": \"\", \"start\": null, \"end\": null, \"probability\": 0.7,"
                                        + " \"no_answer_probability\": 0.7, \"best\": [], \"cut\": true}"
                                : "{\"answer\": \"Ada\", \"start\": 4, \"end\": 7, \"probability\": 0.75, \"no_answer_probability\": 0.2,"
                                        + " \"best\": [{\"answer\": \"Ada\", \"start\": 4, \"end\": 7, \"probability\": 0.75},"
                                        + " {\"answer\": \"a\", \"start\": 2, \"end\": 3, \"probability\": 0.05}]}"));
        tab().open(home());
        tab().focus("#answer-question");
        tab().type("Who says it?");
        tab().focus("#answer-context");
        tab().type("\uD83E\uDD8A a Ada says it.");
        tab().click("#answer button[type=submit]");
        tab().until("document.querySelector('#answer mark') !== null");

        // Were places units, the mark would begin one letter too early.
        assertThat(
                        tab().text(
                                        "[...document.querySelector('#answer .marked').childNodes].map(n => n.textContent).join('|')"))
                .isEqualTo("\uD83E\uDD8A a |Ada\u00a0answer, 75\u00a0%| says it.");
        assertThat(tab().text("document.querySelector('#answer .summary').textContent"))
                .isEqualTo("The answer is \"Ada\", with 75\u00a0%. That the text has no answer: 20\u00a0%.");
        assertThat(
                        tab().text(
                                        "[...document.querySelectorAll('#answer .candidates tbody tr')].map(r => r.textContent).join('|')"))
                .isEqualTo("Ada75\u00a0%|a5.0\u00a0%");

        tab().value("document.querySelector('#answer-question').value = 'Why?'");
        tab().click("#answer button[type=submit]");
        tab().until("document.querySelector('#answer .summary')?.textContent.startsWith('The text has no answer')");

        assertThat(tab().text("document.querySelector('#answer .summary').textContent"))
                .isEqualTo("The text has no answer to that. That the text has no answer: 70\u00a0%."
                        + " Some of it was not read, since it is too long for the model.");
        assertThat(tab().holds("document.querySelector('#answer mark')")).isFalse();
        isQuiet();
    }

    /** Two entities of the example of the section, and how one is related to the other. */
    static final String EXTRACTION =
            "{\"entities\": [{\"start\": 0, \"end\": 11, \"label\": \"Peop\", \"text\": \"Marie Curie\", \"probability\": 0.9},"
                    + "{\"start\": 24, \"end\": 30, \"label\": \"Loc\", \"text\": \"Warsaw\", \"probability\": 0.8}],"
                    + "\"relations\": [{\"head\": 0, \"tail\": 1, \"relation\": \"Live_In\", \"probability\": 0.7}]}";

    @Test
    void relationsBetweenEntities_areArrowsAndATable() {
        tab().answeredBy(asked -> Reply.of(
                asked.url().endsWith("models")
                        ? "{\"data\": [{\"id\": \"x\", \"operations\": [\"extract\"]}]}"
                        : EXTRACTION));
        tab().open(home());
        tryExampleOf("extract");

        assertThat(tab().text("[...document.querySelectorAll('#extract mark')].map(m => m.textContent).join('|')"))
                .isEqualTo("Marie Curie\u00a01 Peop|Warsaw\u00a02 Loc");
        tab().until("document.querySelectorAll('#extract .arcs path').length === 2");
        assertThat(tab().text("document.querySelector('#extract table').innerText.replace(/\\s+/g, ' ')"))
                .contains("1 Marie Curie Live_In 2 Warsaw 70 %");
        isQuiet();
    }

    @Test
    void relationOfAText_isAskedWithPlacesInCodePoints() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        tab().answeredBy(asked -> {
            bodies.add(asked.body());
            return Reply.of(
                    asked.url().endsWith("models")
                            ? "{\"data\": [{\"id\": \"x\", \"task\": \"relation\", \"operations\": [\"classify\"]}]}"
                            : "{\"prediction\": \"Other\", \"probability\": 1, \"probabilities\": {\"Other\": 1}}");
        });
        tab().open(home());
        tab().focus("#classify-text");
        tab().type("\uD83D\uDE00 <e2>b</e2> <e1>cd</e1>");
        tab().click("#classify button[type=submit]");
        tab().until("document.querySelector('#classify .summary') !== null");

        assertThat(bodies)
                .contains(
                        "{\"model\":\"x\",\"text\":\"\uD83D\uDE00 b cd\",\"head\":{\"start\":4,\"end\":6},\"tail\":{\"start\":2,\"end\":3}}");
        tab().value("document.querySelector('#classify-text').value = 'a <e1>b</e1>'");
        tab().click("#classify button[type=submit]");
        tab().until("document.querySelector('#classify .failure')");
        assertThat(tab().text("document.querySelector('#classify .failure').innerText"))
                .contains("<e2>");
    }

    @Test
    void detect_whileOneTypes_coloursTokensAtTheirPlacesInCodePoints() {
        tab().open(home());
        tab().focus("#detect-text");
        tab().type("w7 \uD83D\uDE00 w8 w9");
        tab().until("document.querySelectorAll('#detect .judged .token').length === 4");

        // Were places units, the tokens behind the smiley would stand one letter too far left.
        assertThat(tab().text("[...document.querySelectorAll('#detect .judged .token')]"
                        + ".map(t => t.firstChild.textContent).join('|')"))
                .isEqualTo("w7|\uD83D\uDE00|w8|w9");
        assertThat(tab().text("getComputedStyle(document.querySelector('#detect .judged .token')).backgroundColor"))
                .startsWith("color(srgb ");
        assertThat(tab().value("document.querySelectorAll('#detect .tokens tbody tr').length")
                        .intValue())
                .isEqualTo(4);
        assertThat(tab().text("document.querySelector('#detect .summary').textContent"))
                .startsWith("4 tokens, ");
        tab().until("document.getElementById('announcer').textContent.startsWith('4 tokens')");
        // A request a letter would be ten.
        assertThat(asked("/v1/detect")).isBetween(1L, 5L);
        isQuiet();
    }

    @Test
    void detect_answerThatComesAfterTheTextHasChanged_isNotShown() {
        tab().open(home());
        tab().answeredBy(asked -> asked.body().contains("first") ? Reply.NEVER : Reply.of(detected("second")));
        tab().focus("#detect-text");
        tab().type("first");
        tab().until(
                        "performance.getEntriesByType('resource').length > 0 && document.querySelector('#detect [aria-busy]')");
        tab().value("document.querySelector('#detect-text').value = ''");
        tab().type("second");
        tab().until("document.querySelector('#detect .judged')?.textContent.startsWith('second')");

        assertThat(tab().holds("document.querySelector('#detect [aria-busy]')")).isFalse();
        assertThat(asked("/v1/detect")).isGreaterThanOrEqualTo(2);
    }

    private static String detected(String token) {
        return "{\"model\": \"discriminator\", \"input_tokens\": 1, \"tokens\": [{\"token\": \"" + token
                + "\", \"start\": 0, \"end\": " + token.length() + ", \"probability\": 0.75}]}";
    }

    @Test
    void detect_whileAnInputMethodComposes_asksNothing() {
        tab().open(home());
        tab().focus("#detect-text");
        for (String part : List.of("k", "ka", "kan")) {
            tab().send("Input.imeSetComposition", Map.of("text", part, "selectionStart", 1, "selectionEnd", 1));
            Tab.pause(300);
        }
        assertThat(asked("/v1/detect")).isZero();

        tab().send("Input.insertText", Map.of("text", "\u6F22"));
        tab().until("document.querySelector('#detect .summary') !== null");
        assertThat(tab().text("document.querySelector('#detect .exchange pre').textContent"))
                .contains("\u6F22");
    }

    @Test
    void detect_ofABusyServer_isAskedAgainByItself() {
        tab().open(home());
        List<String> asked = new CopyOnWriteArrayList<>();
        tab().answeredBy(request -> {
            asked.add(request.body());
            return asked.size() == 1 ? new Reply(503, "{}", Map.of("Retry-After", "1")) : Reply.of(detected("w7"));
        });
        tab().focus("#detect-text");
        tab().send("Input.insertText", Map.of("text", "w7"));
        tab().until("document.querySelector('#detect .failure') !== null");
        tab().until("document.querySelector('#detect .summary') !== null");

        assertThat(asked).hasSize(2);
    }
}
