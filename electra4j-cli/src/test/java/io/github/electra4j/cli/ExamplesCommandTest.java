package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ExamplesCommandTest {
    @TempDir
    private Path folder;

    private String run(String command, String... options) throws IOException {
        String[] text = {command, "--text", in("text.txt"), "--lenient", "--dedup", "--json", in(command + ".json")};
        String[] all = new String[text.length + options.length];
        System.arraycopy(text, 0, all, 0, text.length);
        System.arraycopy(options, 0, all, text.length, options.length);
        return ErrorOutput.of(() -> assertThat(Main.run(all)).isZero());
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void examples_ofAVocabularyThatDoesNotFit_saySoInWords() throws IOException {
        Files.writeString(folder.resolve("text.txt"), "one two three four\n\nfive six seven\n");
        String own = run("vocab", "--size", "60", "--out", in("vocab.txt"))
                + run("examples", "--vocab", in("vocab.txt"), "--out", in("own"));
        Files.writeString(
                folder.resolve("text.txt"), "\u0435\u0434\u0438\u043D one \u0434\u0432\u0430\n\n\u0442\u0440\u0438\n");

        String other = run("examples", "--vocab", in("vocab.txt"), "--out", in("other"));

        assertThat(own).doesNotContain("does not fit");
        assertThat(other)
                .contains("% of the pieces are [UNK]: the vocabulary does not fit this text; train one of it with"
                        + " `electra vocab`");
    }

    @Test
    void audit_ofTextWithoutAWord_isRefused() throws IOException {
        Files.writeString(folder.resolve("text.txt"), "...\n\n ?!\n");

        String said = ErrorOutput.of(
                () -> assertThat(Main.run("audit", "--text", in("text.txt"))).isEqualTo(1));

        assertThat(said)
                .contains("there is nothing to look through: 1 files, the first " + in("text.txt")
                        + ", hold no word, and at least one is needed; name files with text");
    }

    /** A byte that is not UTF-8, a line of 300,000 bytes where a paragraph has at most 262,144, and twice a paragraph that was there. */
    @Test
    void examples_ofTextThatIsNotTakenAsItIs_sayWhatWasReplacedCutAndDropped() throws IOException {
        String text = "some \u00FF words\n\nsome words\n\nsome words\n\nsome words\n\n" + "more ".repeat(60_000) + "\n";
        Files.write(folder.resolve("text.txt"), text.getBytes(StandardCharsets.ISO_8859_1));
        String[] made = {"--vocab", in("vocab.txt"), "--out", in("examples")};

        String vocabulary = run("vocab", "--size", "40", "--out", in("vocab.txt"));
        String examples = run("examples", made);
        String again = run("examples", made);

        for (String said : new String[] {vocabulary, examples, again}) {
            assertThat(said)
                    .containsOnlyOnce("electra: replaced 1 broken characters by U+FFFD")
                    .containsOnlyOnce("electra: cut 1 lines that were too long for one paragraph")
                    .containsOnlyOnce("electra: dropped 2 paragraphs that had come before");
        }
        for (String command : new String[] {"vocab", "examples"}) {
            JsonNode figures = JsonMapper.shared().readTree(Files.readString(folder.resolve(command + ".json")));
            assertThat(figures.path("replaced").asInt()).as(command).isEqualTo(1);
            assertThat(figures.path("cut_lines").asInt()).as(command).isEqualTo(1);
            assertThat(figures.path("duplicates").asInt()).as(command).isEqualTo(2);
        }
    }
}
