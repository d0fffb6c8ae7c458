package io.github.electra4j.examples;

import io.github.electra4j.text.CorpusOptions;
import io.github.electra4j.vocab.TokenizerOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything but the text that decides what the examples are.
 *
 * @param formatVersion of the folder
 * @param vocabularyDigest SHA-256 of the vocabulary's text, hexadecimal
 * @param vocabularySize its entries
 * @param tokenizer how text was normalised
 * @param corpus how files were read
 * @param examples how pieces were cut into examples
 */
public record Settings(
        int formatVersion,
        String vocabularyDigest,
        int vocabularySize,
        TokenizerOptions tokenizer,
        CorpusOptions corpus,
        ExampleOptions examples) {

    /** Each setting that is not the same in {@code now}, as "name was x, is y". */
    List<String> differences(Settings now) {
        List<String> differences = new ArrayList<>();
        compare("format version", formatVersion, now.formatVersion, differences);
        compare("vocabulary (SHA-256)", vocabularyDigest, now.vocabularyDigest, differences);
        compareReading(tokenizer, now.tokenizer, corpus, now.corpus, differences);
        compare("length", examples.length(), now.examples.length(), differences);
        compare("seed", examples.seed(), now.examples.seed(), differences);
        compare("share of single segments", examples.singleSegment(), now.examples.singleSegment(), differences);
        compare("share of shorter examples", examples.shorter(), now.examples.shorter(), differences);
        compare("share held out", examples.heldOut(), now.examples.heldOut(), differences);
        compare("keeping all text", examples.keepAllText(), now.examples.keepAllText(), differences);
        return differences;
    }

    /** Adds what differs in the way that text becomes words. */
    static void compareReading(
            TokenizerOptions tokenizer,
            TokenizerOptions tokenizerNow,
            CorpusOptions corpus,
            CorpusOptions corpusNow,
            List<String> differences) {
        compare("lower-casing", tokenizer.lowerCase(), tokenizerNow.lowerCase(), differences);
        compare("accent stripping", tokenizer.stripAccents(), tokenizerNow.stripAccents(), differences);
        compare("CJK splitting", tokenizer.splitCjk(), tokenizerNow.splitCjk(), differences);
        compare("longest word", tokenizer.maxWordLength(), tokenizerNow.maxWordLength(), differences);
        compare("lenient reading", corpus.lenient(), corpusNow.lenient(), differences);
        compare("JSON field", corpus.jsonField(), corpusNow.jsonField(), differences);
        compare("de-duplication", corpus.deduplicate(), corpusNow.deduplicate(), differences);
    }

    static void compare(String name, @Nullable Object was, @Nullable Object is, List<String> differences) {
        if (!Objects.equals(was, is)) {
            differences.add(name + " was " + was + ", is " + is);
        }
    }
}
