package io.github.electra4j.vocab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The word pieces of a model, by id: line n of {@code vocab.txt} is id n. Immutable. */
public final class Vocabulary {
    public static final String PAD = "[PAD]";
    public static final String UNK = "[UNK]";
    public static final String CLS = "[CLS]";
    public static final String SEP = "[SEP]";
    public static final String MASK = "[MASK]";

    /** The five pieces that every vocabulary must have. */
    public static final List<String> SPECIAL = List.of(PAD, UNK, CLS, SEP, MASK);

    private final List<String> tokens;
    private final Map<String, Integer> ids;

    private Vocabulary(List<String> tokens, String source) {
        this.tokens = List.copyOf(tokens);
        this.ids = new HashMap<>(tokens.size() * 2);
        for (int i = 0; i < tokens.size(); i++) {
            Integer before = ids.put(tokens.get(i), i);
            if (before != null) {
                throw new IllegalArgumentException(source + ":" + (i + 1) + ": piece \"" + tokens.get(i)
                        + "\" stands already on line " + (before + 1) + "; every piece must stand once");
            }
        }
        for (String special : SPECIAL) {
            if (!ids.containsKey(special)) {
                throw new IllegalArgumentException(
                        source + ": no " + special + "; a vocabulary needs " + String.join(" ", SPECIAL));
            }
        }
    }

    /** A vocabulary of these pieces, in the order of their ids. */
    public static Vocabulary of(List<String> tokens) {
        return new Vocabulary(tokens, "vocabulary");
    }

    /** Reads {@code vocab.txt}: UTF-8, one piece a line. */
    public static Vocabulary load(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        CharBuffer text = CharBuffer.allocate(bytes.remaining());
        if (StandardCharsets.UTF_8.newDecoder().decode(bytes, text, true).isError()) {
            throw new IllegalArgumentException(file + ": broken UTF-8 at byte " + bytes.position()
                    + "; a vocabulary is UTF-8 text, one piece a line");
        }
        String pieces = text.flip().toString();
        if (pieces.startsWith("\uFEFF")) {
            throw new IllegalArgumentException(
                    file + ": begins with a byte-order mark, which would be part of the first piece; save it without");
        }
        return new Vocabulary(pieces.lines().toList(), file.toString());
    }

    /** The content of {@code vocab.txt}: one piece a line, each line ended by a line feed. */
    public String toText() {
        return String.join("\n", tokens) + "\n";
    }

    public int size() {
        return tokens.size();
    }

    /** Whether there is nothing but special tokens and unused slots, so that every word is {@link #UNK}. */
    public boolean hasNoWordPieces() {
        return tokens.stream().allMatch(token -> SPECIAL.contains(token) || token.matches("\\[unused\\d+\\]"));
    }

    /** The piece of an id. */
    public String token(int id) {
        return tokens.get(id);
    }

    /** All pieces by id. */
    public List<String> tokens() {
        return tokens;
    }

    /** The id of a piece, or -1. */
    public int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    public int padId() {
        return id(PAD);
    }

    public int unkId() {
        return id(UNK);
    }

    public int clsId() {
        return id(CLS);
    }

    public int sepId() {
        return id(SEP);
    }

    public int maskId() {
        return id(MASK);
    }

    /** SHA-256 of {@link #toText()}, in hexadecimal: shards carry it, so that no other vocabulary reads them. */
    public String digest() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(toText().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
