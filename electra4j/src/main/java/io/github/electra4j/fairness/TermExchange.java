package io.github.electra4j.fairness;

import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Exchanges identity terms of a text with each other, such as "she" with "he" (counterfactual data augmentation: Lu et al., 2018; Zhao et al.,
 * 2018, section 4). Terms are whole words or phrases, in any case; what takes a term's place has its case: "SHE" becomes "HE", "Mother" becomes
 * "Father".
 */
public final class TermExchange {
    /** The name of the list that is built in. */
    public static final String ENGLISH = "english";

    private static final String ENGLISH_LIST = "english-gender.tsv";

    /**
     * Behind "her" these do not begin what is hers: "saw her in", "told her that". Not a parser: "for her in", but "her in-laws" is wrong, and
     * so is an adverb that is missing here.
     */
    private static final Set<String> NO_NOUN = Set.of(
            ("a an the this that these those i you he she it we they who whom what which when where why how whether if because since as than and"
                            + " or but nor so yet for of in on at to from with without by about into onto over under after before behind"
                            + " through during until while against between among is are was were be been am do does did has have had will"
                            + " would can could shall should may might must not never also too very again away back down up out off here"
                            + " there now then today tomorrow yesterday once twice alone some any all both my your his its our their")
                    .split(" "));

    private static final Pattern NEXT_WORD = Pattern.compile("\\G\\s+([\\p{L}\\p{M}\\p{N}]+)");

    private final String name;
    private final Map<String, String> partners;
    private final Pattern terms;
    private final boolean english;

    private TermExchange(String name, Map<String, String> partners, boolean english) {
        this.name = name;
        this.partners = Map.copyOf(partners);
        this.english = english;
        // The longest first, so that a phrase wins over a word at its beginning.
        String any = partners.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        terms = Pattern.compile(
                "(?<![\\p{L}\\p{M}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{M}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /**
     * English words of gender. What "her" and "his" become is decided by the next word: "her" is "his" before what may be a noun phrase, else "him";
     * "his" is "her" there, else "hers".
     */
    public static TermExchange english() {
        try (InputStream in = Objects.requireNonNull(TermExchange.class.getResourceAsStream(ENGLISH_LIST))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            Map<String, String> partners = partners(lines, ENGLISH_LIST);
            partners.put("her", "his");
            partners.put("his", "her");
            partners.put("him", "her");
            partners.put("hers", "his");
            return new TermExchange(ENGLISH, partners, true);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Terms of the user's own.
     *
     * @param file two terms a line with a TAB between, exchanged with each other; blank lines and those that begin with {@code #} are nothing
     * @throws IllegalArgumentException where a line is not so, or there is none
     */
    public static TermExchange read(Path file) throws IOException {
        Map<String, String> partners = partners(WholeText.lines(file), file.toString());
        if (partners.isEmpty()) {
            throw new IllegalArgumentException(file + ": no pair of terms; expected two a line with a TAB between");
        }
        return new TermExchange(String.valueOf(file.getFileName()), partners, false);
    }

    private static Map<String, String> partners(List<String> lines, String file) {
        Map<String, String> partners = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = Normalizer.normalize(lines.get(i), Form.NFC);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] terms = line.strip().split("\t");
            if (terms.length != 2 || terms[0].isBlank() || terms[1].isBlank() || terms[0].equals(terms[1])) {
                throw new IllegalArgumentException(file + ":" + (i + 1) + ": \"" + line
                        + "\", expected two terms with a TAB between, which take each other's place");
            }
            // A word that stands twice becomes what the first line says; its second partner still becomes it.
            partners.putIfAbsent(folded(terms[0].strip()), terms[1].strip());
            partners.putIfAbsent(folded(terms[1].strip()), terms[0].strip());
        }
        return partners;
    }

    /** Without case, as the pattern compares: of the Turkish dotless letter too, which has the capital of the dotted one. */
    private static String folded(String term) {
        return term.codePoints()
                .map(c -> Character.toLowerCase(Character.toUpperCase(c)))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The list's name: {@link #ENGLISH}, or that of the file. */
    public String name() {
        return name;
    }

    /** Eight digits of what the pairs are, so that two lists can be told apart. */
    public String digest() {
        List<String> pairs = partners.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .sorted()
                .toList();
        return String.format("%016x", Words.hash(Words.hashes(pairs), 0, pairs.size()))
                .substring(0, 8);
    }

    /** The text with every term exchanged; the same where it has none. One with marks apart from their letters (NFD) keeps them so. */
    public String exchanged(String given) {
        boolean composed = Normalizer.isNormalized(given, Form.NFC);
        String text = composed ? given : Normalizer.normalize(given, Form.NFC);
        Matcher matcher = terms.matcher(text);
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            String found = matcher.group();
            result.append(text, from, matcher.start()).append(inCaseOf(found, partner(found, text, matcher.end())));
            from = matcher.end();
        }
        if (from == 0) {
            return given;
        }
        String exchanged = result.append(text, from, text.length()).toString();
        return composed ? exchanged : Normalizer.normalize(exchanged, Form.NFD);
    }

    private String partner(String found, String text, int end) {
        String term = folded(found);
        String partner = Objects.requireNonNull(partners.get(term));
        if (english && (term.equals("her") || term.equals("his")) && !beginsNoun(text, end)) {
            return term.equals("her") ? "him" : "hers";
        }
        return partner;
    }

    /** Whether what stands behind a place may be what somebody has: a word that is none of those that cannot begin it. */
    private static boolean beginsNoun(String text, int end) {
        Matcher next = NEXT_WORD.matcher(text);
        return next.find(end) && !NO_NOUN.contains(next.group(1).toLowerCase(Locale.ROOT));
    }

    private static String inCaseOf(String found, String partner) {
        boolean upper = found.codePointCount(0, found.length()) > 1
                && found.equals(found.toUpperCase(Locale.ROOT))
                && !found.equals(found.toLowerCase(Locale.ROOT));
        if (upper) {
            return partner.toUpperCase(Locale.ROOT);
        }
        int first = found.codePointAt(0);
        if (Character.isUpperCase(first)) {
            int initial = partner.codePointAt(0);
            return Character.toString(Character.toUpperCase(initial)) + partner.substring(Character.charCount(initial));
        }
        return partner;
    }
}
