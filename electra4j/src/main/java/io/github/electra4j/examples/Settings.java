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
        compare("lower-casing", tokenizer.lowerCase(), now.tokenizer.lowerCase(), differences);
        compare("accent stripping", tokenizer.stripAccents(), now.tokenizer.stripAccents(), differences);
        compare("CJK splitting", tokenizer.splitCjk(), now.tokenizer.splitCjk(), differences);
        compare("longest word", tokenizer.maxWordLength(), now.tokenizer.maxWordLength(), differences);
        compare("lenient reading", corpus.lenient(), now.corpus.lenient(), differences);
        compare("JSON field", corpus.jsonField(), now.corpus.jsonField(), differences);
        compare("de-duplication", corpus.deduplicate(), now.corpus.deduplicate(), differences);
        compare("length", examples.length(), now.examples.length(), differences);
        compare("seed", examples.seed(), now.examples.seed(), differences);
        compare("share of single segments", examples.singleSegment(), now.examples.singleSegment(), differences);
        compare("share of shorter examples", examples.shorter(), now.examples.shorter(), differences);
        compare("share held out", examples.heldOut(), now.examples.heldOut(), differences);
        compare("keeping all text", examples.keepAllText(), now.examples.keepAllText(), differences);
        return differences;
    }

    private static void compare(String name, @Nullable Object was, @Nullable Object is, List<String> differences) {
        if (!Objects.equals(was, is)) {
            differences.add(name + " was " + was + ", is " + is);
        }
    }
}
