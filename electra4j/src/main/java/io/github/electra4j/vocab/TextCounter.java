package io.github.electra4j.vocab;

import java.util.Arrays;

/** Splits text into words as the tokenizer does, and counts them. For one thread. */
final class TextCounter {
    private final CharacterTable characters;
    private final TokenizerOptions options;
    private ShortWords shortWords = new ShortWords();
    private WordTable longWords = new WordTable();
    private long words;
    private long tooLong;

    private char[] text = new char[1 << 12];

    /** The word under way, as far as the tokenizer's longest word and one character more. */
    private final char[] word;

    private int units;
    private int length;

    /** The same word as {@link ShortWords} have it, if all its characters are below U+0100. */
    private long packed;

    private boolean wide;

    /** @param characters what becomes of each character: {@link #characters(TokenizerOptions)} */
    TextCounter(CharacterTable characters, TokenizerOptions options) {
        this.characters = characters;
        this.options = options;
        word = new char[2 * options.maxWordLength() + 2];
    }

    /** The tokenizer's table of characters, in which each stands for itself; many counters can share it. */
    static CharacterTable characters(TokenizerOptions options) {
        return new CharacterTable(options, c -> c, c -> c);
    }

    /** Counts the words of a paragraph. */
    void count(String paragraph) {
        int n = paragraph.length();
        if (text.length < n) {
            text = new char[Math.max(n, 2 * text.length)];
        }
        paragraph.getChars(0, n, text, 0);
        int wordBegins = 0;
        int i = run(0, n);
        while (i < n) {
            char c = text[i];
            if (c == ' ') {
                end();
                wordBegins = ++i;
            } else {
                int next = other(i, n, wordBegins);
                if (length == 0) {
                    wordBegins = next;
                }
                i = next;
            }
            i = run(i, n);
        }
        end();
    }

    /** Takes the plain characters from place i on that are among the first 256; returns where others begin. */
    private int run(int i, int n) {
        int[] first = characters.firstBlock();
        char[] from = text;
        char[] to = word;
        int at = i;
        int u = units;
        long p = packed;
        while (at < n && u < to.length) {
            char c = from[at];
            int entry = c < first.length ? first[c] : CharacterTable.SPACE;
            if ((entry & CharacterTable.KIND) != CharacterTable.PLAIN) {
                break;
            }
            char plain = (char) (entry >>> CharacterTable.KIND_BITS);
            to[u++] = plain;
            p = ShortWords.append(p, plain);
            at++;
        }
        length += at - i;
        units = u;
        packed = p;
        return at;
    }

    /** Takes any character; returns the place behind it, or the text's end where its order must be looked at. */
    private int other(int i, int n, int wordBegins) {
        int c = Character.codePointAt(text, i, n);
        int entry = characters.get(c);
        if ((entry & CharacterTable.KIND) == CharacterTable.REORDERED) {
            // No character moves across the beginning of a word.
            drop();
            countReordered(wordBegins, n);
            return n;
        }
        feed(entry);
        return i + Character.charCount(c);
    }

    private void countReordered(int from, int n) {
        CanonicalOrder order = CanonicalOrder.of(Arrays.copyOfRange(text, from, n), n - from, options);
        for (int i = 0; i < order.size; i++) {
            int c = order.characters[i];
            if (c == ' ') {
                end();
            } else if (!BertCharacters.PINNED.isMark(c)) {
                for (int l : options.lowerCase() ? BertCharacters.PINNED.lower(c) : new int[] {c}) {
                    feed(characters.normalised(l));
                }
            }
        }
    }

    private void feed(int entry) {
        int payload = entry >>> CharacterTable.KIND_BITS;
        switch (entry & CharacterTable.KIND) {
            case CharacterTable.PLAIN -> append(payload);
            case CharacterTable.ALONE -> {
                end();
                append(payload);
                end();
            }
            case CharacterTable.SPACE -> end();
            case CharacterTable.SEQUENCE -> {
                int[] pool = characters.pool();
                for (int i = 1; i <= pool[payload]; i++) {
                    feed(pool[payload + i]);
                }
            }
            default -> {} // removed, or half a character
        }
    }

    private void append(int character) {
        length++;
        if (length > options.maxWordLength()) {
            return; // only that it is too long matters
        }
        if (character <= Character.MAX_VALUE) {
            unit((char) character);
        } else {
            unit(Character.highSurrogate(character));
            unit(Character.lowSurrogate(character));
        }
    }

    private void unit(char c) {
        word[units++] = c;
        packed = ShortWords.append(packed, c);
        wide |= c > 0xFF;
    }

    private void end() {
        if (length > 0) {
            words++;
            if (length > options.maxWordLength()) {
                tooLong++;
            } else if (units <= ShortWords.LONGEST && !wide) {
                shortWords.add(packed);
            } else {
                longWords.add(word, 0, units, WordTable.hash(word, 0, units), 1);
            }
        }
        drop();
    }

    private void drop() {
        units = 0;
        length = 0;
        packed = ShortWords.EMPTY;
        wide = false;
    }

    /** Distinct words counted since the last {@link #take}. */
    int size() {
        return shortWords.size() + longWords.size();
    }

    /** Takes the counts away; the next word is the first again. */
    WordTable take() {
        WordTable taken = longWords;
        shortWords.addTo(taken);
        longWords = new WordTable();
        shortWords = new ShortWords();
        return taken;
    }

    /** Words so far, too long ones among them. */
    long words() {
        return words;
    }

    /** Words above the tokenizer's length so far. */
    long tooLong() {
        return tooLong;
    }
}
