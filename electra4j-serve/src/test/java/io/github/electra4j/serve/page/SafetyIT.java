package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.http.BearerTokens;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.page.Tab.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the page makes of texts that mean ill, of errors, and of a server that wants a token. */
class SafetyIT extends BrowserTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String EVIL = "<img src=x onerror=window.broken=1></script><script>window.broken=1</script>";

    @Test
    void hostileNamesLabelsAndTexts_areShownAsTheyAre() {
        String span = "{\"start\": 0, \"end\": 3, \"label\": \"" + EVIL + "\", \"text\": \"" + EVIL
                + "\", \"probability\": 0.9}";
        Map<String, String> replies = Map.of(
                "chat",
                "{\"available\": false}",
                "runs",
                "{\"folder\": \"" + EVIL + "\", \"runs\": [{\"name\": \"x\", \"path\": \"" + EVIL + "\", \"kind\": \""
                        + EVIL + "\", \"idle_seconds\": 1}]}",
                "metrics",
                "{\"log\": \"1\", \"from\": 0, \"next\": 9, \"size\": 9, \"lines\": [{\"kind\": \"event\", \"step\": 1, \"text\": \""
                        + EVIL + "\"}, {\"kind\": \"train\", \"step\": 1, \"" + EVIL + "\": 1}]}",
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
        tab().send("Page.navigate", Map.of("url", "about:blank"));
        tab().answeredBy(asked -> Reply.of(replies.get(
                asked.url().substring(asked.url().lastIndexOf('/') + 1).replaceAll("\\?.*", ""))));
        tab().open(home());

        for (String section : List.of("detect", "classify", "answer", "tag", "extract")) {
            tryExampleOf(section);
            tab().value("document.querySelector('#" + section + "-text, #" + section + "-context').value = '"
                    + EVIL.replace("</", "<\\/") + "'");
            tab().value("document.querySelector('#" + section + " form').requestSubmit()");
            tab().until("document.querySelector('#" + section + " .exchange pre').textContent.includes('onerror')");
        }
        tab().until("document.querySelector('#runs figure, #runs li') !== null");
        assertThat(tab().holds("window.broken")).isFalse();
        assertThat(tab().value("document.querySelectorAll('img, body script').length")
                        .intValue())
                .isZero();
        assertThat(tab().text("document.getElementById('served').textContent")).contains(EVIL);
        assertThat(tab().text("document.querySelector('#classify .summary').textContent"))
                .contains(EVIL);
        tab().until("document.querySelector('#extract .arcs').textContent.includes('onerror')");
        isQuiet();
    }

    @Test
    void errors_areSaidReadably() {
        String busy =
                "{\"type\": \"urn:electra4j:problem:queue-full\", \"title\": \"Service Unavailable\", \"status\": 503,"
                        + " \"detail\": \"the queue is full\"}";
        tab().open(home());
        tab().answeredBy(asked -> new Reply(503, busy, Map.of("Retry-After", "1")));
        tab().click("#tag .examples button");
        tab().until("document.querySelector('#tag .failure') !== null");
        assertThat(tab().text("document.querySelector('#tag .failure').innerText"))
                .contains("The server is busy: the queue is full", "after 1 s", "Try again");

        tab().answeredBy(asked -> Reply.GONE);
        tab().click("#tag .failure button");
        tab().until("document.querySelector('#tag .failure')?.innerText.includes('does not answer')");

        tab().answeredBy(asked -> Reply.REAL);
        tab().click("#tag .failure button");
        tab().until("document.querySelector('#tag .summary') !== null");
        assertThat(tab().holds("document.querySelector('#tag .failure')")).isFalse();

        tab().value("document.querySelector('#answer-question').value = 'w7'");
        tab().value("document.querySelector('#answer-context').value = ' '");
        tab().click("#answer button[type=submit]");
        tab().until("document.querySelector('#answer .failure') !== null");
        assertThat(tab().text("document.querySelector('#answer .failure').innerText"))
                .contains("context is empty");
    }

    @Test
    void serverWithTokens_asksForOneAndKeepsItAsLongAsTold() throws Exception {
        Listening listening = new Listening("127.0.0.1", 0, null, new BearerTokens(List.of(TOKEN)), List.of());
        try (ElectraServer guarded = ElectraServer.start(sources().subList(0, 1), listening, Limits.standard())) {
            tab().open(guarded.uri() + "/");
            tab().until("document.querySelector('#token form') !== null");
            assertThat(tab().text("document.querySelector('#token').innerText")).contains("This server wants a token");

            entered("wrong");
            tab().until("document.querySelector('#token').innerText.includes('does not know the token')");
            entered(TOKEN);
            tab().until("document.querySelector('#detect') !== null");
            assertThat(tab().holds("document.querySelector('#token form')")).isFalse();
            tryExampleOf("detect");
            assertThat(tab().text("document.body.textContent"))
                    .contains("Authorization: Bearer $ELECTRA_TOKEN")
                    .doesNotContain(TOKEN);
            assertThat(tab().value("sessionStorage.length + localStorage.length")
                            .intValue())
                    .isZero();

            tab().open(guarded.uri() + "/");
            tab().until("document.querySelector('#token form') !== null");
            tab().click("#token-keep");
            entered(TOKEN);
            tab().until("document.querySelector('#detect') !== null");
            tab().open(guarded.uri() + "/");
            tab().until("document.querySelector('#detect') !== null");
            assertThat(tab().value("localStorage.length").intValue()).isZero();
        }
    }

    private void entered(String token) {
        tab().value("document.querySelector('#token-input').value = '" + token + "'");
        tab().click("#token button[type=submit]");
    }
}
