package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.serve.page.Tab.Reply;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The conversation on the page; what random networks cannot say comes from a stand-in. */
class ConversationIT extends BrowserTest {
    private static final String EVIL = "<img src=x onerror=window.broken=1></script><script>window.broken=1</script>";

    @Test
    void conversation_sendsItsStateBack_andShowsWhatWasRecognised() {
        List<String> bodies = new CopyOnWriteArrayList<>();
        tab().answeredBy(asked -> {
            if (asked.url().endsWith("models")) {
                return Reply.of("{\"data\": [{\"id\": \"intent\", \"operations\": []}]}");
            }
            if (asked.body().isEmpty()) {
                return Reply.of(
                        "{\"available\": true, \"intents\": [{\"intent\": \"a\", \"means\": \"ask\", \"slots\": []},"
                                + "{\"intent\": \"b\", \"means\": \"buy\", \"slots\": []}]}");
            }
            bodies.add(asked.body());
            String recognised =
                    "\"recognised\": {\"intent\": \"a\", \"probability\": 0.5, \"intents\": [{\"intent\": \"a\","
                            + " \"probability\": 0.5}], \"slots\": [{\"start\": 2, \"end\": 5, \"label\": \"part\", \"text\": \"bel\","
                            + " \"probability\": 0.8}]}";
            return Reply.of(
                    bodies.size() == 1
                            ? "{\"reply\": \"Which?\", \"act\": \"ask_intent\", " + recognised
                                    + ", \"state\": {\"pending\": {\"intents\": [\"a\", \"b\"]}, \"unsure\": 1}}"
                            : "{\"reply\": \"" + EVIL + "\", \"act\": \"reply\", " + recognised
                                    + ", \"state\": {\"pending\": null, \"unsure\": 0}}");
        });
        tab().open(home());
        tab().focus("#chat-message");
        tab().type("\uD83D\uDE00 bell");
        tab().click("#chat button[type=submit]");
        tab().until("document.querySelectorAll('#chat .replied').length === 1");

        assertThat(tab().text("document.querySelector('#chat mark').textContent"))
                .isEqualTo("bel\u00A0part 80\u00A0%");
        assertThat(tab().text("document.querySelector('#chat .replied').innerText"))
                .contains("Which?", "not sure, asks back; intent a 50\u00A0%", "buy");
        tab().click("#chat .examples button:nth-of-type(2)");
        tab().until("document.querySelectorAll('#chat .replied').length === 2");

        assertThat(bodies.get(0)).isEqualTo("{\"message\":\"\uD83D\uDE00 bell\"}");
        assertThat(bodies.get(1))
                .isEqualTo("{\"message\":\"2\",\"state\":{\"pending\":{\"intents\":[\"a\",\"b\"]},\"unsure\":1}}");
        assertThat(tab().text("document.querySelectorAll('#chat .replied')[1].textContent"))
                .contains(EVIL);
        assertThat(tab().holds("window.broken")).isFalse();
        assertThat(tab().value("document.querySelectorAll('#chat .examples').length")
                        .intValue())
                .as("choices that were made")
                .isZero();
        tab().click("#chat form button[type=button]");
        assertThat(tab().value("document.querySelector('#chat .chat').children.length")
                        .intValue())
                .isZero();
        isQuiet();
    }

    @Test
    void conversation_messageThatFails_staysToBeSentAgain() {
        AtomicInteger asked = new AtomicInteger();
        tab().answeredBy(request -> {
            if (request.url().endsWith("models")) {
                return Reply.of("{\"data\": []}");
            }
            if (request.body().isEmpty()) {
                return Reply.of("{\"available\": true, \"intents\": []}");
            }
            return asked.incrementAndGet() == 1
                    ? new Reply(503, "{\"detail\": \"full\"}", Map.of())
                    : Reply.of(
                            "{\"reply\": \"here\", \"act\": \"reply\", \"recognised\": {\"slots\": []}, \"state\": {}}");
        });
        tab().open(home());
        tab().focus("#chat-message");
        tab().type("one");
        tab().click("#chat button[type=submit]");
        tab().until("document.querySelector('#chat .failure')");

        assertThat(tab().text("document.querySelector('#chat-message').value")).isEqualTo("one");
        tab().click("#chat .failure button");
        tab().until("document.querySelectorAll('#chat .replied').length === 1");
        assertThat(tab().text("document.querySelector('#chat-message').value")).isEmpty();
        assertThat(tab().text("document.querySelector('#chat .said').textContent"))
                .contains("one");
    }

    /** The first reply never comes; who begins again meanwhile is answered all the same. */
    @Test
    void conversation_begunAgainWhileAReplyIsAwaited_goesOn() {
        tab().answeredBy(request -> {
            if (request.url().endsWith("models")) {
                return Reply.of("{\"data\": []}");
            }
            if (request.body().contains("one")) {
                return Reply.NEVER;
            }
            return Reply.of(
                    request.body().isEmpty()
                            ? "{\"available\": true, \"intents\": []}"
                            : "{\"reply\": \"here\", \"act\": \"reply\", \"recognised\": {\"slots\": []}, \"state\": {\"pending\": null}}");
        });
        tab().open(home());
        tab().focus("#chat-message");
        tab().type("one");
        tab().click("#chat button[type=submit]");
        tab().until("document.querySelector('#chat .chat').hasAttribute('aria-busy')");

        tab().click("#chat form button[type=button]");
        tab().type("two");
        tab().click("#chat button[type=submit]");

        tab().until("document.querySelectorAll('#chat .replied').length === 1");
        assertThat(tab().text("document.querySelector('#chat .said').textContent"))
                .contains("two");
    }
}
