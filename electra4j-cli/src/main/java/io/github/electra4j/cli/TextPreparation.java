package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.examples.ExampleBuild;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.examples.VocabularyOrigin;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.train.pretrain.Pretrainer;
import io.github.electra4j.vocab.TrainedVocabulary;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.VocabularySettings;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Makes of text what pre-training needs, in the run directory: a vocabulary, then examples. What is there already is used if it was made
 * of the same; may end at any moment, and goes on when it is run again. What of the
 * text was replaced, cut or dropped is said once, when the examples are done: making the vocabulary meets the same.
 *
 * @param run the run directory
 * @param text what to read
 * @param settings of the vocabulary
 * @param cutting how text becomes examples
 * @param common what to print
 */
record TextPreparation(
        Path run, Corpus text, VocabularySettings settings, ExampleOptions cutting, CommonOptions common) {

    /** The folder of the examples. */
    Path make() throws IOException {
        WordPieceTokenizer tokenizer = new WordPieceTokenizer(vocabulary(), settings.options());
        Path folder = run.resolve("examples");
        VocabularyOrigin origin =
                Objects.requireNonNull(VocabularyOrigin.read(run), "it is written before the vocabulary");
        ExampleBuild build = new ExampleBuild(text, tokenizer, cutting, settings.threads()).of(origin.sources());
        List<String> differences = build.differences(folder);
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(run + ": holds examples that were made under other settings: "
                    + String.join("; ", differences)
                    + ". Go on with the settings that they were made under, or choose another --out");
        }
        long begin = System.nanoTime();
        ExampleBuild.Outcome outcome = ExamplesCommand.build(build, folder, text.totalBytes(), common);
        if (!outcome.upToDate()) {
            ExamplesCommand.describe(outcome, (System.nanoTime() - begin) / 1e9, common);
        }
        return folder;
    }

    private Vocabulary vocabulary() throws IOException {
        Path file = run.resolve("vocab.txt");
        if (Files.exists(file)) {
            List<String> differences = differences(file);
            if (differences.isEmpty()) {
                return Vocabulary.load(file);
            }
            if (isUsed()) {
                throw new IllegalArgumentException(run + ": holds a vocabulary of something else: "
                        + String.join("; ", differences)
                        + ". Go on with what it was made of, or choose another --out");
            }
            common.say("electra: making the unfinished preparation anew: " + String.join("; ", differences));
            // First of all: no vocabulary may stand beside the record of another.
            Files.delete(file);
        }
        VocabularyOrigin origin = VocabularyOrigin.of(settings.size(), settings.options(), text);
        origin.write(run);
        TrainedVocabulary trained = VocabCommand.train(text, settings, common);
        Vocabulary made = trained.vocabulary();
        List<String> changes = origin.differences(settings.size(), settings.options(), text);
        if (!changes.isEmpty()) {
            throw new IOException("the text changed while it was read: " + String.join("; ", changes)
                    + "; run the same command again when nothing writes to it");
        }
        AtomicFiles.writeString(file, made.toText());
        trained.statistics().describe().forEach(common::say);
        return made;
    }

    private List<String> differences(Path file) throws IOException {
        VocabularyOrigin origin = VocabularyOrigin.read(run);
        if (origin == null) {
            throw new IllegalArgumentException(
                    file + ": it is not known what this vocabulary was made of (no vocab.json"
                            + " beside it), and it would be replaced; choose another --out, or give finished examples with"
                            + " --examples");
        }
        return origin.differences(settings.size(), settings.options(), text);
    }

    /** Whether a run or finished examples rest on the vocabulary; else it is part of an unfinished preparation. */
    private boolean isUsed() throws IOException {
        return Pretrainer.isStarted(run) || Files.exists(run.resolve("examples/manifest.json"));
    }
}
