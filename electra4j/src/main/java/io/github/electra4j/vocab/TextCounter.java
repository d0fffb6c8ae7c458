package io.github.electra4j.vocab;

/** Splits text into words as the tokenizer does, and counts them. For one thread. */
final class TextCounter {
    private final CharacterRules rules;
    private final int maxWordLength;
    private WordTable table = new WordTable();
    private long words;
    private long tooLong;

    private char[] text = new char[1 << 12];
    /** The word so far: as many characters as the tokenizer takes for a word, and one more. */
    private final char[] word;

    private int length;
    private int characters;
    private int hash;

    TextCounter(TokenizerOptions options) {
        rules = CharacterRules.of(options);
        maxWordLength = options.maxWordLength();
        word = new char[2 * maxWordLength + 2];
    }

    /** Counts the words of a paragraph. */
    void count(String paragraph) {
        int n = paragraph.length();
        if (text.length < n) {
            text = new char[Math.max(n, 2 * text.length)];
        }
        paragraph.getChars(0, n, text, 0);
        for (int i = 0; i < n; i++) {
            char c = text[i];
            if (Character.isHighSurrogate(c) && i + 1 < n && Character.isLowSurrogate(text[i + 1])) {
                applyAll(rules.row(Character.toCodePoint(c, text[++i])));
                continue;
            }
            int rule = rules.rule(c);
            if (rule < CharacterRules.REMOVED) {
                applyAll(rules.expand(rule));
            } else {
                apply(rule);
            }
        }
        end();
    }

    private void applyAll(int[] row) {
        for (int rule : row) {
            apply(rule);
        }
    }

    private void apply(int rule) {
        if (rule == CharacterRules.SPACE) {
            end();
        } else if (rule >= CharacterRules.ALONE) {
            end();
            append(rule - CharacterRules.ALONE);
            end();
        } else if (rule != CharacterRules.REMOVED) {
            append(rule);
        }
    }

    private void append(int character) {
        if (characters > maxWordLength) {
            return;
        }
        characters++;
        if (character <= Character.MAX_VALUE) {
            unit((char) character);
        } else {
            unit(Character.highSurrogate(character));
            unit(Character.lowSurrogate(character));
        }
    }

    private void unit(char c) {
        word[length++] = c;
        hash = WordTable.hash(hash, c);
    }

    private void end() {
        if (length == 0) {
            return;
        }
        words++;
        if (characters > maxWordLength) {
            tooLong++;
        } else {
            table.add(word, 0, length, hash, 1);
        }
        length = 0;
        characters = 0;
        hash = 0;
    }

    /** The counts so far. */
    WordTable table() {
        return table;
    }

    /** Goes on with other counts. */
    void table(WordTable other) {
        table = other;
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
