package io.github.electra4j.serve.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.ElectraClient;
import io.github.electra4j.ServiceAnswer;
import io.github.electra4j.documents.answer.AskOptions;
import io.github.electra4j.documents.index.DocumentIndexer;
import io.github.electra4j.documents.index.IndexProgress;
import io.github.electra4j.documents.index.IndexSettings;
import io.github.electra4j.documents.index.Language;
import io.github.electra4j.documents.passage.PassageSize;
import io.github.electra4j.serve.ElectraServer;
import io.github.electra4j.serve.Serving;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.model.DocumentSource;
import io.github.electra4j.serve.page.Tab.Reply;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section that asks documents; what random networks cannot say comes from a stand-in. */
class DocumentsIT extends BrowserTest {
    private static final String EVIL = "<img src=x onerror=window.broken=1></script><script>window.broken=1</script>";

    @TempDir
    private static Path folder;

    private static ElectraServer served() throws Exception {
        Path index = folder.resolve("index");
        Files.writeString(
                Files.createDirectory(folder.resolve("documents")).resolve("a.txt"),
                "\ud83e\udd8a w20 w21 w22\n\nw30 w11 w31");
        new DocumentIndexer(index, new IndexSettings(Language.ANY, PassageSize.DEFAULT), 20)
                .index(List.of(folder.resolve("documents")), IndexProgress.NONE, () -> false);
        return ElectraServer.start(
                Serving.of(sources()).withDocuments(new DocumentSource(index, null, 1, AskOptions.DEFAULT)),
                Listening.loopback(0),
                Limits.standard());
    }

    private String shown(String selector) {
        return tab().text("document.querySelector('#ask " + selector + "')?.textContent");
    }

    private void ask(String question) {
        tab().value("document.querySelector('#ask-question').value = ''");
        tab().focus("#ask-question");
        tab().type(question);
        tab().key("Enter", 13, 2);
        tab().until("document.querySelector('#ask .exchange pre')?.textContent.includes('\"" + question + "\"')");
    }

    @Test
    void documents_areAskedByTheKeyboardAlone_andTheAnswerIsMarkedInItsPassage() throws Exception {
        try (ElectraServer server = served()) {
            ServiceAnswer expected =
                    ElectraClient.to(URI.create(server.uri().toString())).ask("w11");
            ServiceAnswer.Place place = Objects.requireNonNull(expected.place(), "the random network has an answer");
            tab().open(server.uri() + "/");
            assertThat(tab().text("[...document.querySelectorAll('#contents a')].map(a => a.hash).join(' ')"))
                    .startsWith("#ask ");

            ask("w11");

            assertThat(shown(".summary")).startsWith("The answer is \"" + expected.text() + "\", with ");
            assertThat(tab().text("document.querySelector('#ask mark').firstChild.textContent"))
                    .isEqualTo(expected.text());
            assertThat(tab().text("(() => { const p = document.querySelector('#ask .marked').cloneNode(true);"
                            + " p.querySelector('.label').remove(); return p.textContent; })()"))
                    .isEqualTo(place.passage());
            assertThat(shown(".result > .hint"))
                    .startsWith(place.file() + ", ")
                    .contains("characters " + place.start() + " to " + place.end());
            tab().until("document.getElementById('announcer').textContent.startsWith('The answer is')");

            ask("w90");

            assertThat(shown(".summary")).isEqualTo("The documents have no answer to that.");
            assertThat(tab().holds("document.querySelector('#ask mark')")).isFalse();
            tab().until("document.getElementById('announcer').textContent.startsWith('The documents have no answer')");
            assertThat(tab().troubles()).isEmpty();
        }
    }

    @Test
    void section_isNamedForScreenReaders_andFitsANarrowScreen() {
        answeredBy(
                "{\"answer\": \"Ada\", \"confidence\": 0.5, \"reader_probability\": 0.9, \"passage_probability\": 0.6,"
                        + " \"file\": \"/srv/" + "handbook/".repeat(20)
                        + "travel.md\", \"start\": 14, \"end\": 17, \"title\": \"Travel\","
                        + " \"heading\": \"Approval\", \"page\": 3, \"passage\": {\"start\": 10, \"end\": 23, \"text\": \"\ud83e\udd8a a Ada says it.\"}}");
        tab().size(320, 640);
        tab().open(home());
        ask("Who says it?");

        assertThat(tab().text("document.querySelector('#ask mark').firstChild.textContent"))
                .isEqualTo("Ada");
        assertThat(shown(".result > .hint"))
                .contains("travel.md, Travel, Approval, page 3, characters 14 to 17; the reader is sure by 90\u00a0%");
        assertThat(tab().holds("document.querySelector('#ask .examples')")).isFalse();
        fitsNarrow();
        assertThat(named()).contains("textbox", "region");
        isQuiet();
    }

    @Test
    void hostileDocuments_areShownAsTheyAre() {
        answeredBy("{\"answer\": \"" + EVIL
                + "\", \"confidence\": 0.5, \"reader_probability\": 0.9, \"passage_probability\": 0.6,"
                + " \"file\": \"" + EVIL + "\", \"start\": 0, \"end\": " + EVIL.length() + ", \"title\": \"" + EVIL
                + "\", \"heading\": \"" + EVIL + "\", \"passage\": {\"start\": 0, \"end\": 99, \"text\": \"" + EVIL
                + "\"}}");
        tab().open(home());
        ask("Who?");

        assertThat(shown(".summary")).contains(EVIL);
        assertThat(tab().holds("window.broken")).isFalse();
        assertThat(tab().value("document.querySelectorAll('img, body script').length")
                        .intValue())
                .isZero();
        isQuiet();
    }

    private void answeredBy(String answer) {
        tab().answeredBy(asked -> Reply.of(
                asked.url().endsWith("models")
                        ? "{\"data\": [{\"id\": \"reader\", \"operations\": [\"ask\"]}]}"
                        : asked.url().endsWith("ask") ? answer : "{\"available\": false, \"runs\": []}"));
    }
}
