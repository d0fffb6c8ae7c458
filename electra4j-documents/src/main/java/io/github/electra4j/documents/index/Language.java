package io.github.electra4j.documents.index;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.ar.ArabicAnalyzer;
import org.apache.lucene.analysis.cjk.CJKAnalyzer;
import org.apache.lucene.analysis.da.DanishAnalyzer;
import org.apache.lucene.analysis.de.GermanAnalyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.es.SpanishAnalyzer;
import org.apache.lucene.analysis.fi.FinnishAnalyzer;
import org.apache.lucene.analysis.fr.FrenchAnalyzer;
import org.apache.lucene.analysis.it.ItalianAnalyzer;
import org.apache.lucene.analysis.nl.DutchAnalyzer;
import org.apache.lucene.analysis.no.NorwegianAnalyzer;
import org.apache.lucene.analysis.pt.PortugueseAnalyzer;
import org.apache.lucene.analysis.ru.RussianAnalyzer;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.analysis.sv.SwedishAnalyzer;
import org.apache.lucene.analysis.tr.TurkishAnalyzer;

/** The language of documents, by which words are brought to their stems: Lucene's analyzers, by name. */
public final class Language {
    /** Words as they stand, in lower case: for any language without an analyzer of its own. */
    public static final Language ANY = new Language("any");

    /** English. */
    public static final Language ENGLISH = new Language("english");

    private static final Map<String, Supplier<Analyzer>> ANALYZERS = new TreeMap<>(Map.ofEntries(
            Map.entry("any", StandardAnalyzer::new),
            Map.entry("arabic", ArabicAnalyzer::new),
            Map.entry("cjk", CJKAnalyzer::new),
            Map.entry("danish", DanishAnalyzer::new),
            Map.entry("dutch", DutchAnalyzer::new),
            Map.entry("english", EnglishAnalyzer::new),
            Map.entry("finnish", FinnishAnalyzer::new),
            Map.entry("french", FrenchAnalyzer::new),
            Map.entry("german", GermanAnalyzer::new),
            Map.entry("italian", ItalianAnalyzer::new),
            Map.entry("norwegian", NorwegianAnalyzer::new),
            Map.entry("portuguese", PortugueseAnalyzer::new),
            Map.entry("russian", RussianAnalyzer::new),
            Map.entry("spanish", SpanishAnalyzer::new),
            Map.entry("swedish", SwedishAnalyzer::new),
            Map.entry("turkish", TurkishAnalyzer::new)));

    private final String name;

    private Language(String name) {
        this.name = name;
    }

    /**
     * A language by its name, such as {@code english}.
     *
     * @throws IllegalArgumentException where there is none of this name, with those there are
     */
    public static Language of(String name) {
        String known = name.toLowerCase(Locale.ROOT);
        if (!ANALYZERS.containsKey(known)) {
            throw new IllegalArgumentException("language: \"" + name + "\" is not known; expected one of "
                    + String.join(", ", ANALYZERS.keySet()));
        }
        return new Language(known);
    }

    /** The name. */
    public String name() {
        return name;
    }

    Analyzer analyzer() {
        Supplier<Analyzer> analyzer = ANALYZERS.get(name);
        if (analyzer == null) {
            throw new IllegalStateException(name);
        }
        return analyzer.get();
    }
}
