package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusCounts;
import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was replaced, cut and dropped while the text of examples was read, however often the build was stopped. */
class ReadingCountsTest extends ExampleBuildFixture {
    /**
     * By hand: documents "one ? two", "shared", "four" and the long line, which is two paragraphs since a paragraph has at most 262,144
     * bytes; one byte replaced, one line cut, one "shared" dropped.
     */
    private static final CorpusCounts BY_HAND = new CorpusCounts(4, 5, 1, 1, 1);

    @BeforeEach
    void writeTexts() throws IOException {
        Files.write(texts.resolve("a.txt"), "one \u00FF two\n\nshared\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(texts.resolve("b.txt"), "shared\n\nfour\n");
        Files.writeString(texts.resolve("c.txt"), "word ".repeat(60_000) + "\n");
    }

    /** A part for each file, and a section for each document. */
    private ExampleBuild build(double heldOut) throws IOException {
        return new ExampleBuild(
                Corpus.of(List.of(texts.toString()), new CorpusOptions(true, null, true)),
                TOKENIZER,
                OPTIONS.withHeldOut(heldOut),
                1,
                new Section.Sizes(1, 1));
    }

    @Test
    void run_withSectionsBuiltTwice_countsThemOnce() throws IOException {
        // With so small a share no document is drawn, and the section of one is built again to hold it out.
        Manifest manifest = build(1e-9).run(out, progress -> {}).manifest();

        assertThat(manifest.heldOut().counts().documents()).isEqualTo(1);
        assertThat(manifest.reading()).isEqualTo(BY_HAND);
        assertThat(Manifest.read(out)).isEqualTo(manifest);
        assertThat(build(1e-9).run(out, progress -> {}).manifest().reading()).isEqualTo(BY_HAND);
    }

    @Test
    void run_stoppedAtAnyMoment_countsTheWholeText() throws IOException {
        int sections = build(0).run(out, progress -> {}).parts();
        assertThat(sections).isEqualTo(4);
        for (int stop = 0; stop < sections; stop++) {
            out = temp.resolve("stopped-" + stop);
            int last = stop;
            assertThatThrownBy(() -> build(0).run(out, progress -> {
                        if (progress.finished() == last) {
                            throw new IllegalStateException("stop");
                        }
                    }))
                    .hasMessage("stop");
            ExampleBuild.Outcome outcome = build(0).run(out, progress -> {});
            assertThat(outcome.reused()).isEqualTo(stop);
            assertThat(outcome.manifest().reading()).as("stopped at " + stop).isEqualTo(BY_HAND);
        }
    }

    @Test
    void run_ofAFolderOfAnEarlierVersion_keepsItWithoutTheCounts() throws IOException {
        build(0).run(out, progress -> {});
        Path file = out.resolve("manifest.json");
        String now = Files.readString(file);
        String before = now.replaceFirst("(?s)  \"reading\" : \\{.*?},\\R", "");
        assertThat(before).isNotEqualTo(now);
        Files.writeString(file, before);

        ExampleBuild.Outcome outcome = build(0).run(out, progress -> {});

        assertThat(outcome.upToDate()).isTrue();
        assertThat(outcome.manifest().reading()).isNull();
    }
}
