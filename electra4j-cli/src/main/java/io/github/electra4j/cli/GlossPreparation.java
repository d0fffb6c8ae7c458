package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.cli.quickstart.QuickstartFolder;
import io.github.electra4j.examples.ExampleBuild;
import io.github.electra4j.examples.ExampleOptions;
import io.github.electra4j.text.Corpus;
import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import io.github.electra4j.vocab.Vocabulary;
import io.github.electra4j.vocab.VocabularySettings;
import io.github.electra4j.vocab.WordPieceTokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * Makes of WordNet's glosses, once they are files, what pre-training needs, where it is missing.
 *
 * @param folder of the files
 * @param common what to print
 */
record GlossPreparation(QuickstartFolder folder, CommonOptions common) {
    private static final int VOCABULARY = 4096;
    private static final double HELD_OUT = 0.01;

    /** The tokenizer of their vocabulary. */
    WordPieceTokenizer tokenizer() throws IOException {
        if (!Files.exists(folder.vocabulary())) {
            VocabularySettings settings = VocabularySettings.of(VOCABULARY, TokenizerOptions.uncased());
            AtomicFiles.writeString(
                    folder.vocabulary(),
                    VocabCommand.train(corpus(), settings, common).vocabulary().toText());
        }
        return new WordPieceTokenizer(Vocabulary.load(folder.vocabulary()), TokenizerOptions.uncased());
    }

    /** One gloss an example: a gloss is a document, and no example has two segments or is cut short on purpose. */
    void examples(WordPieceTokenizer tokenizer, int length) throws IOException {
        Corpus corpus = corpus();
        ExampleOptions options = new ExampleOptions(length, 1, 1, 0, HELD_OUT, true);
        ExampleBuild build = new ExampleBuild(
                corpus, tokenizer, options, Runtime.getRuntime().availableProcessors());
        ExamplesCommand.build(build, folder.examples(), corpus.totalBytes(), common);
    }

    private Corpus corpus() throws IOException {
        return Corpus.of(List.of(folder.text().toString()), CorpusOptions.defaults());
    }
}
