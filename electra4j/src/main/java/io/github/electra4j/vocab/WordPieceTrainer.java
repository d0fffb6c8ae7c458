package io.github.electra4j.vocab;

import io.github.electra4j.text.Corpus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trains a vocabulary of word pieces: counts the words of a text, then joins the most frequent pairs of pieces, starting
 * from characters. This is how BERT-like vocabularies are made today; the original trainer was never published.
 *
 * <p>Nothing is random: the same text and settings give the same vocabulary, whatever the number of threads.
 */
public final class WordPieceTrainer {
    /** Told how far the training is; called from several threads, one at a time. */
    @FunctionalInterface
    public interface ProgressSink {
        /**
         * @param phase "counting" or "joining"
         * @param done characters read, or pieces made
         * @param total pieces to make, or -1 where it is not known
         */
        void progress(String phase, long done, long total);
    }

    private WordPieceTrainer() {}

    /**
     * Reads a corpus once and makes a vocabulary: [PAD], unused slots, [UNK], [CLS], [SEP], [MASK], the characters by code
     * point, those behind ## by code point, then joined pieces, the most frequent first.
     *
     * @throws IOException where the corpus cannot be read
     * @throws IllegalArgumentException where the corpus has no word
     */
    public static TrainedVocabulary train(Corpus corpus, VocabularySettings settings, @Nullable ProgressSink progress)
            throws IOException {
        long begin = System.nanoTime();
        ProgressSink sink = progress == null ? (phase, done, total) -> {} : progress;
        WordCounter counter = new WordCounter(settings, sink);
        WordTable words = counter.count(corpus);
        if (words.size() == 0) {
            throw nothingToLearnFrom(corpus, counter, settings);
        }
        long counted = System.nanoTime();
        List<String> first = firstPieces(settings.unused());
        Alphabet alphabet = Alphabet.of(words, settings.coverage(), settings.size() - first.size());
        PairMerger merger = new PairMerger(first, alphabet, words);
        Vocabulary vocabulary = Vocabulary.of(merger.run(settings.size(), settings.minCount(), sink));
        VocabularyStatistics statistics = new VocabularyStatistics(
                counter.paragraphs(),
                counter.words(),
                counter.tooLongWords(),
                words.size(),
                counter.forgottenWords(),
                counter.forgottenOccurrences(),
                alphabet.characters().length,
                alphabet.dropped(),
                alphabet.crowded(),
                alphabet.unknownWords(),
                merger.merges(),
                vocabulary.size(),
                settings.size(),
                (counted - begin) / 1e9,
                (System.nanoTime() - counted) / 1e9);
        return new TrainedVocabulary(vocabulary, statistics);
    }

    private static IllegalArgumentException nothingToLearnFrom(
            Corpus corpus, WordCounter counter, VocabularySettings settings) {
        int longest = settings.options().maxWordLength();
        String text = "the text of " + corpus.files().size() + " file(s), the first "
                + corpus.files().get(0) + ", ";
        if (counter.words() > 0 && counter.tooLongWords() == counter.words()) {
            return new IllegalArgumentException(text + "has no word of up to " + longest + " characters: all "
                    + counter.words() + " words are longer, and such words become [UNK]. Expected are words with spaces"
                    + " between them; see whether this is text at all");
        }
        return new IllegalArgumentException(text + "has " + counter.words()
                + " words to learn pieces from, expected at least 1; check the paths given as text"
                + (counter.forgottenWords() > 0
                        ? ", and hold more words in memory (option --max-words of electra vocab)"
                        : ""));
    }

    private static List<String> firstPieces(int unused) {
        List<String> pieces = new ArrayList<>(List.of(Vocabulary.PAD));
        for (int i = 0; i < unused; i++) {
            pieces.add("[unused" + i + "]");
        }
        pieces.addAll(List.of(Vocabulary.UNK, Vocabulary.CLS, Vocabulary.SEP, Vocabulary.MASK));
        return pieces;
    }
}
