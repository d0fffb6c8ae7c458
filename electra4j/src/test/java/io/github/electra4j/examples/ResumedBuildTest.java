package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Builds that were stopped, killed or damaged, and are gone on with. */
class ResumedBuildTest extends ExampleBuildFixture {
    @Test
    void run_stoppedAtEachPieceOfWork_goesOnToTheSameBytes() throws IOException {
        writeTexts(6, 30, 6);
        manyParts(OPTIONS, 1).run(out, progress -> {});
        Map<String, byte[]> expected = files();
        assertThat(expected.keySet()).contains("shards/train-00005-000-00.shard");
        // One piece of work and one end for each file: stop at each of these twelve moments of a build.
        for (int stop = 1; stop <= 12; stop++) {
            out = temp.resolve("stopped-" + stop);
            int last = stop;
            int[] calls = {0};
            assertThatThrownBy(() -> manyParts(OPTIONS, 2).run(out, progress -> {
                        if (++calls[0] == last) {
                            throw new IllegalStateException("stop");
                        }
                    }))
                    .hasMessage("stop");
            assertThatThrownBy(() -> Shards.open(out, VOCABULARY)).isInstanceOf(NoSuchFileException.class);
            ExampleBuild.Outcome outcome = manyParts(OPTIONS, 2).run(out, progress -> {});
            assertThat(outcome.reused()).isEqualTo(stop / 2);
            assertThat(outcome.parts()).isEqualTo(6);
            assertSame(files(), expected);
        }
    }

    /** Persian writes numbers in digits of its own, and so does Java there where it is not told otherwise. */
    @Test
    void run_stoppedInALanguageWithOtherDigits_goesOnAndNamesFilesAsEverywhere() throws IOException {
        writeTexts(3, 30, 6);
        Locale usual = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa-IR"));
        try {
            assertThatThrownBy(() -> manyParts(OPTIONS, 1).run(out, progress -> {
                        if (progress.finished() == 2) {
                            throw new IllegalStateException("stop");
                        }
                    }))
                    .hasMessage("stop");
            assertThat(manyParts(OPTIONS, 1).run(out, progress -> {}).reused()).isEqualTo(2);
        } finally {
            Locale.setDefault(usual);
        }
        assertThat(files()).containsKey("shards/train-00002-000-00.shard");
    }

    @Test
    void run_unfinishedPartDamaged_isBuiltAgain() throws IOException {
        writeTexts(3, 30, 6);
        manyParts(OPTIONS, 1).run(out, progress -> {});
        Map<String, byte[]> expected = files();
        for (String damaged : List.of("section-00000-000.json", "shards/train-00000-000-00.shard")) {
            for (boolean missing : new boolean[] {false, true}) {
                out = temp.resolve("damaged-" + damaged.replace('/', '-') + missing);
                assertThatThrownBy(() -> manyParts(OPTIONS, 1).run(out, progress -> {
                            if (progress.finished() == 2) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                        .hasMessage("stop");
                Path file = out.resolve(".partial").resolve(damaged);
                if (missing) {
                    Files.delete(file);
                } else {
                    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 70));
                }
                assertThat(manyParts(OPTIONS, 1).run(out, progress -> {}).reused())
                        .isEqualTo(1);
                assertSame(files(), expected);
            }
        }
    }

    @Test
    void run_stoppedInsideOneFile_goesOnAfterTheLastSection() throws IOException {
        writeTexts(3, 12, 16);
        for (boolean deduplicate : new boolean[] {false, true}) {
            CorpusOptions corpus = new CorpusOptions(false, null, deduplicate);
            out = temp.resolve("whole-" + deduplicate);
            int sections = manySections(1, corpus).run(out, progress -> {}).parts();
            assertThat(sections).isGreaterThan(12);
            Map<String, byte[]> expected = files();
            for (int stop = 0; stop < sections; stop += 3) {
                out = temp.resolve("stopped-" + deduplicate + stop);
                int last = stop;
                assertThatThrownBy(() -> manySections(2, corpus).run(out, progress -> {
                            if (progress.finished() == last) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                        .hasMessage("stop");
                ExampleBuild.Outcome outcome = manySections(2, corpus).run(out, progress -> {});
                assertThat(outcome.reused()).isEqualTo(stop);
                assertThat(outcome.parts()).isEqualTo(sections);
                assertSame(files(), expected);
            }
        }
    }

    @Test
    void run_textOtherThanTheVocabularys_failsWithTheFileAndFinishesNothing() throws IOException {
        writeTexts(3, 12, 19);
        List<Source> sources = sources();
        Path changed = texts.resolve("text-1.txt");
        String before = Files.readString(changed);
        Files.writeString(changed, before + "more\n");

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> manyParts(OPTIONS, 2).of(sources).run(out, progress -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(changed + ": the file changed while it was read; run the same command again");
            assertThat(out.resolve("manifest.json")).doesNotExist();
        }

        Files.writeString(changed, before);
        ExampleBuild.Outcome outcome = manyParts(OPTIONS, 2).of(sources).run(out, progress -> {});
        assertThat(outcome.reused()).as("what was built of the first file").isEqualTo(1);
        assertThat(manyParts(OPTIONS, 2).of(sources).run(out, progress -> {}).upToDate())
                .isTrue();
        assertSameAsFromNothing(OPTIONS, CorpusOptions.defaults());
    }

    @Test
    void run_textThatWasOnlyTouched_isTheVocabularys() throws IOException {
        writeTexts(2, 12, 20);
        List<Source> sources = sources();
        Files.setLastModifiedTime(texts.resolve("text-0.txt"), FileTime.fromMillis(1_000_000));

        manyParts(OPTIONS, 2).of(sources).run(out, progress -> {});

        assertSameAsFromNothing(OPTIONS, CorpusOptions.defaults());
    }

    @Test
    void of_sourcesOfAnotherNumberOfFiles_isRefused() throws IOException {
        writeTexts(2, 12, 20);
        List<Source> sources = sources().subList(0, 1);

        assertThatThrownBy(() -> manyParts(OPTIONS, 2).of(sources))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sources: 1, expected those of the 2 files of the text");
    }

    private List<Source> sources() throws IOException {
        return VocabularyOrigin.of(
                        100, TOKENIZER.options(), Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()))
                .sources();
    }

    @Test
    void run_fileAddedInFrontSinceTheInterruption_usesNothingOfBefore() throws IOException {
        writeTexts(3, 12, 17);
        assertThatThrownBy(() -> manyParts(OPTIONS, 1).run(out, progress -> {
                    if (progress.finished() == 2) {
                        throw new IllegalStateException("stop");
                    }
                }))
                .hasMessage("stop");
        Files.writeString(texts.resolve("first.txt"), "in front of all others\n");
        assertThat(manyParts(OPTIONS, 1).run(out, progress -> {}).reused()).isZero();
        assertSameAsFromNothing(OPTIONS, CorpusOptions.defaults());
    }

    @Test
    void run_killedAfterTheManifest_clearsUpTheNextTime() throws IOException {
        writeTexts(1, 12, 18);
        build(OPTIONS, 1);
        Map<String, byte[]> expected = files();
        Files.createDirectories(out.resolve(".partial"));
        Files.writeString(out.resolve(".partial/section-00000-000.json"), "{}");
        assertThat(build(OPTIONS, 1).upToDate()).isTrue();
        assertSame(files(), expected);
    }

    @Test
    void run_killedBetweenShardsAndManifest_isFinishedByTheNextRun() throws IOException {
        writeTexts(2, 30, 7);
        build(OPTIONS, 1);
        Map<String, byte[]> expected = files();
        // What is on disk at that moment: shards in place, records and settings still in .partial, no manifest.
        Path other = temp.resolve("other");
        out = other;
        int[] calls = {0};
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()), TOKENIZER, OPTIONS, 2)
                        .run(out, progress -> {
                            // The last call comes when the record of the only part has been written.
                            if (Files.exists(other.resolve(".partial/section-00000-000.json"))) {
                                calls[0]++;
                                throw new IllegalStateException("stop");
                            }
                        }))
                .hasMessage("stop");
        assertThat(calls[0]).isEqualTo(1);
        Files.move(other.resolve(".partial/shards"), other.resolve("shards"));
        ExampleBuild.Outcome outcome = build(OPTIONS, 1);
        assertThat(outcome.reused()).isEqualTo(1);
        assertSame(files(), expected);
    }

    @Test
    void run_leftoversOfOtherSettings_areDiscarded() throws IOException {
        writeTexts(2, 30, 8);
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()),
                                TOKENIZER,
                                OPTIONS.withSeed(99),
                                2)
                        .run(out, progress -> {
                            throw new IllegalStateException("stop");
                        }))
                .hasMessage("stop");
        Manifest manifest = build(OPTIONS, 1).manifest();
        assertThat(manifest.settings().examples().seed()).isEqualTo(1);
        Shards.open(out, VOCABULARY).close();
        assertThat(Files.exists(out.resolve(".partial"))).isFalse();
    }

    @Test
    void run_textChangedSinceTheInterruption_isNotMixed() throws IOException {
        writeTexts(1, 30, 9);
        Path file = texts.resolve("text-0.txt");
        assertThatThrownBy(() -> new ExampleBuild(
                                Corpus.of(List.of(texts.toString()), CorpusOptions.defaults()), TOKENIZER, OPTIONS, 2)
                        .run(out, progress -> {
                            if (Files.exists(out.resolve(".partial/section-00000-000.json"))) {
                                throw new IllegalStateException("stop");
                            }
                        }))
                .hasMessage("stop");
        Files.writeString(file, "completely other words\n\nthan before\n");
        ExampleBuild.Outcome outcome = build(OPTIONS, 1);
        assertThat(outcome.reused()).isZero();
        assertThat(outcome.manifest()
                        .train()
                        .counts()
                        .plus(outcome.manifest().heldOut().counts())
                        .words())
                .isEqualTo(5);
    }
}
