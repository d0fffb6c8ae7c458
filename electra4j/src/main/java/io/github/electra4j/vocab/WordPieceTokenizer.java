package io.github.electra4j.vocab;

import java.util.ArrayList;
import java.util.List;

/**
 * BERT's tokenizer, exactly as Hugging Face's {@code BertNormalizer}, {@code BertPreTokenizer} and {@code WordPiece} do it,
 * in time linear in the text: normalises, splits at white space and punctuation, and cuts every word greedily into the
 * longest pieces of a vocabulary.
 *
 * <p>Text is text: "[MASK]" in it is the three words "[", "mask" and "]", never a special token, so that no text can forge one.
 * Thread-safe.
 */
public final class WordPieceTokenizer {
    private final Vocabulary vocabulary;
    private final Tables tables;
    private final ThreadLocal<TextPass> passes;

    /** What all passes share. */
    record Tables(TokenizerOptions options, CharacterTable characters, PieceTrie trie, int unknown) {}

    public WordPieceTokenizer(Vocabulary vocabulary, TokenizerOptions options) {
        this.vocabulary = vocabulary;
        PieceTrie trie = new PieceTrie(vocabulary);
        int unknown = vocabulary.unkId();
        CharacterTable characters = new CharacterTable(options, trie::symbol, c -> {
            int id = vocabulary.id(Character.toString(c));
            return id < 0 ? unknown : id;
        });
        this.tables = new Tables(options, characters, trie, unknown);
        this.passes = ThreadLocal.withInitial(this::newPass);
    }

    /** The ids of the word pieces of a text, without special tokens. */
    public int[] encode(CharSequence text) {
        TextPass pass = passes.get();
        int[] ids = pass.encode(text.toString());
        keepSmall(pass);
        return ids;
    }

    /** The word pieces of a text with their places in it; slower than {@link #encode} by about a third. */
    public Encoding encodeWithOffsets(CharSequence text) {
        TextPass pass = passes.get();
        Encoding encoding = pass.encodeWithOffsets(text.toString());
        keepSmall(pass);
        return encoding;
    }

    /** The word pieces of a text as strings. */
    public List<String> tokenize(CharSequence text) {
        int[] ids = encode(text);
        List<String> pieces = new ArrayList<>(ids.length);
        for (int id : ids) {
            pieces.add(vocabulary.token(id));
        }
        return pieces;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public TokenizerOptions options() {
        return tables.options();
    }

    private TextPass newPass() {
        return new TextPass(tables, tables.options().maxWordLength());
    }

    private void keepSmall(TextPass pass) {
        if (pass.isLarge()) {
            passes.remove();
        }
    }
}
