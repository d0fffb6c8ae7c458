package io.github.electra4j.vocab;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * BERT's tokenizer: normalises text, splits it at white space and punctuation, and cuts every word greedily into the
 * longest pieces of a vocabulary. Text is text: "[MASK]" in it is three words, never a special token. Thread-safe.
 */
public final class WordPieceTokenizer {
    private final Vocabulary vocabulary;
    private final TokenizerOptions options;
    private final Map<String, Integer> whole = new HashMap<>();
    private final Map<String, Integer> continued = new HashMap<>();

    public WordPieceTokenizer(Vocabulary vocabulary, TokenizerOptions options) {
        this.vocabulary = vocabulary;
        this.options = options;
        List<String> tokens = vocabulary.tokens();
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            whole.put(token, id);
            if (token.startsWith("##")) {
                continued.put(token.substring(2), id);
            }
        }
    }

    /** The ids of the word pieces of a text, without special tokens. */
    public int[] encode(CharSequence text) {
        return encodeWithOffsets(text).ids();
    }

    /** The word pieces of a text with their places in it. */
    public Encoding encodeWithOffsets(CharSequence text) {
        Pass pass = new Pass();
        int length = text.length();
        for (int at = 0; at < length; ) {
            int c = Character.codePointAt(text, at);
            int next = at + Character.charCount(c);
            pass.character(c, at, next);
            at = next;
        }
        pass.endWord();
        return new Encoding(
                Arrays.copyOf(pass.ids, pass.pieces),
                Arrays.copyOf(pass.starts, pass.pieces),
                Arrays.copyOf(pass.ends, pass.pieces),
                Arrays.copyOf(pass.words, pass.pieces));
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
        return options;
    }

    private static boolean isWhitespace(int c) {
        return c == '\t' || c == '\n' || c == '\r' || Character.isSpaceChar(c);
    }

    private static boolean isRemoved(int c) {
        if (c == 0 || c == 0xFFFD) {
            return true;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.PRIVATE_USE
                || type == Character.SURROGATE;
    }

    private static boolean isPunctuation(int c) {
        if (c < 128) {
            return c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        }
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            default -> false;
        };
    }

    private static boolean isIdeograph(int c) {
        return (c >= 0x4E00 && c <= 0x9FFF)
                || (c >= 0x3400 && c <= 0x4DBF)
                || (c >= 0x20000 && c <= 0x2A6DF)
                || (c >= 0x2A700 && c <= 0x2B73F)
                || (c >= 0x2B740 && c <= 0x2B81F)
                || (c >= 0x2B920 && c <= 0x2CEAF)
                || (c >= 0xF900 && c <= 0xFAFF)
                || (c >= 0x2F800 && c <= 0x2FA1F);
    }

    /** One text on its way: the normalised word so far and the pieces found. */
    private final class Pass {
        private int[] ids = new int[64];
        private int[] starts = new int[64];
        private int[] ends = new int[64];
        private int[] words = new int[64];
        private int pieces;
        private int word;
        private final StringBuilder characters = new StringBuilder();
        private int[] from = new int[64];
        private int[] to = new int[64];

        private void character(int c, int start, int end) {
            if (isWhitespace(c)) {
                endWord();
            } else if (!isRemoved(c)) {
                boolean alone = options.splitCjk() && isIdeograph(c);
                if (alone) {
                    endWord();
                }
                if (c < 128 || !options.stripAccents()) {
                    normalised(c, start, end);
                } else {
                    String decomposed = Normalizer.normalize(Character.toString(c), Normalizer.Form.NFD);
                    decomposed
                            .codePoints()
                            .filter(d -> Character.getType(d) != Character.NON_SPACING_MARK)
                            .forEach(d -> normalised(d, start, end));
                }
                if (alone) {
                    endWord();
                }
            }
        }

        private void normalised(int c, int start, int end) {
            if (options.lowerCase() && c == 0x130) {
                append('i', start, end);
                append(0x307, start, end);
            } else {
                append(options.lowerCase() ? Character.toLowerCase(c) : c, start, end);
            }
        }

        private void append(int c, int start, int end) {
            boolean alone = isPunctuation(c);
            if (alone) {
                endWord();
            }
            int before = characters.length();
            characters.appendCodePoint(c);
            if (characters.length() > from.length) {
                from = Arrays.copyOf(from, 2 * from.length);
                to = Arrays.copyOf(to, 2 * to.length);
            }
            for (int i = before; i < characters.length(); i++) {
                from[i] = start;
                to[i] = end;
            }
            if (alone) {
                endWord();
            }
        }

        /** Greedy longest match; a word with a part that no piece fits is [UNK] as a whole. */
        private void endWord() {
            int length = characters.length();
            if (length == 0) {
                return;
            }
            int first = pieces;
            boolean known = characters.codePointCount(0, length) <= options.maxWordLength();
            for (int at = 0; known && at < length; ) {
                Integer id = null;
                int end = length;
                for (; end > at && id == null; end--) {
                    id = (at == 0 ? whole : continued).get(characters.substring(at, end));
                }
                known = id != null;
                if (id != null) {
                    piece(id, from[at], to[end]);
                    at = end + 1;
                }
            }
            if (!known) {
                pieces = first;
                piece(vocabulary.unkId(), from[0], to[length - 1]);
            }
            word++;
            characters.setLength(0);
        }

        private void piece(int id, int start, int end) {
            if (pieces == ids.length) {
                ids = Arrays.copyOf(ids, 2 * pieces);
                starts = Arrays.copyOf(starts, 2 * pieces);
                ends = Arrays.copyOf(ends, 2 * pieces);
                words = Arrays.copyOf(words, 2 * pieces);
            }
            ids[pieces] = id;
            starts[pieces] = start;
            ends[pieces] = end;
            words[pieces++] = word;
        }
    }
}
