package io.github.electra4j.documents.index;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
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
public enum Language {
    /** Words as they stand, in lower case: for any language without an analyzer of its own. */
    ANY,
    ARABIC,
    /** Chinese, Japanese and Korean, by pairs of characters. */
    CJK,
    DANISH,
    DUTCH,
    ENGLISH,
    FINNISH,
    FRENCH,
    GERMAN,
    ITALIAN,
    NORWEGIAN,
    PORTUGUESE,
    RUSSIAN,
    SPANISH,
    SWEDISH,
    TURKISH;

    /**
     * A language by its word, such as {@code english}.
     *
     * @throws IllegalArgumentException where there is none of this word, with those there are
     */
    public static Language of(String word) {
        return Arrays.stream(values())
                .filter(language -> language.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("language: \"" + word
                        + "\" is not known; expected one of "
                        + Arrays.stream(values()).map(Language::word).collect(Collectors.joining(", "))));
    }

    /** As options and indexes name it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    Analyzer analyzer() {
        return switch (this) {
            case ANY -> new StandardAnalyzer();
            case ARABIC -> new ArabicAnalyzer();
            case CJK -> new CJKAnalyzer();
            case DANISH -> new DanishAnalyzer();
            case DUTCH -> new DutchAnalyzer();
            case ENGLISH -> new EnglishAnalyzer();
            case FINNISH -> new FinnishAnalyzer();
            case FRENCH -> new FrenchAnalyzer();
            case GERMAN -> new GermanAnalyzer();
            case ITALIAN -> new ItalianAnalyzer();
            case NORWEGIAN -> new NorwegianAnalyzer();
            case PORTUGUESE -> new PortugueseAnalyzer();
            case RUSSIAN -> new RussianAnalyzer();
            case SPANISH -> new SpanishAnalyzer();
            case SWEDISH -> new SwedishAnalyzer();
            case TURKISH -> new TurkishAnalyzer();
        };
    }
}
