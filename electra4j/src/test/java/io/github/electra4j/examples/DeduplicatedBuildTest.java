package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Builds that drop paragraphs which came before, so that each part depends on the text in front of it. */
class DeduplicatedBuildTest extends ExampleBuildFixture {
    private static final CorpusOptions DEDUPLICATE = new CorpusOptions(false, null, true);

    /** Three files that share a paragraph, of which de-duplication keeps the first. */
    private void writeSharingTexts() throws IOException {
        for (int f = 0; f < 3; f++) {
            Files.writeString(
                    texts.resolve("text-" + f + ".txt"),
                    "shared words of all\n\nown word of " + "xyz".charAt(f) + "\n");
        }
    }

    private void stopDeduplicatedAt(int finished) {
        assertThatThrownBy(() -> manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {
                    if (progress.finished() == finished) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .hasMessage("stop");
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void run_deduplicatedAndAnEarlierFileChangedSinceTheInterruption_buildsAllBehindItAgain() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-0.txt"), "nothing in common\n\nwith the others\n");
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isZero();
        assertSameAsFromNothing(OPTIONS, DEDUPLICATE);
    }

    @Test
    void run_deduplicatedAndALaterFileChangedSinceTheInterruption_usesWhatLiesBeforeIt() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-1.txt"), "shared words of all\n\nand others\n");
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isEqualTo(1);
        assertSameAsFromNothing(OPTIONS, DEDUPLICATE);
    }

    @Test
    void run_deduplicatedChangedAndInterruptedTwice_neverUsesWhatWasMadeBehindTheOldText() throws IOException {
        writeSharingTexts();
        stopDeduplicatedAt(2);
        Files.writeString(texts.resolve("text-0.txt"), "nothing in common\n\nwith the others\n");
        // Now the first file's part is there anew and the second's is the old one, were it not forgotten.
        stopDeduplicatedAt(1);
        assertThat(manyParts(OPTIONS, 1, DEDUPLICATE).run(out, progress -> {}).reused())
                .isEqualTo(1);
        assertSameAsFromNothing(OPTIONS, DEDUPLICATE);
    }

    @Test
    void run_deduplicatedAndAFileChangesBetweenThePasses_isRefusedAndGoesOnSoundly() throws IOException {
        writeTexts(5, 2, 14);
        ExampleOptions oneHeldOut = OPTIONS.withHeldOut(1e-9);
        Path first = texts.resolve("text-0.txt");
        // When all five parts are there, a second pass begins: it moves one document to the held-out side.
        assertThatThrownBy(() -> manyParts(oneHeldOut, 1, DEDUPLICATE).run(out, progress -> {
                    if (progress.finished() == 5) {
                        write(first, "other words\n");
                    }
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text-0.txt: the file changed while it was read");
        manyParts(oneHeldOut, 1, DEDUPLICATE).run(out, progress -> {});
        assertSameAsFromNothing(oneHeldOut, DEDUPLICATE);
    }

    @Test
    void run_deduplicated_keepsEachParagraphOnceInEveryPass() throws IOException {
        Files.writeString(texts.resolve("a.txt"), "one two\nthree\n\none two\n");
        Files.writeString(texts.resolve("b.txt"), "three\n\nfour five six\n");
        CorpusOptions deduplicate = new CorpusOptions(false, null, true);
        // Two documents remain; with so small a share one is moved to the held-out side, which builds the part twice.
        Manifest manifest = build(OPTIONS.withHeldOut(1e-9), 2, deduplicate).manifest();
        Counts all = manifest.train().counts().plus(manifest.heldOut().counts());
        assertThat(all.words()).isEqualTo(6);
        assertThat(all.documents()).isEqualTo(2);
    }
}
