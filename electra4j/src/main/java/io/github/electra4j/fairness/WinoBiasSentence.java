package io.github.electra4j.fairness;

import java.util.Locale;
import java.util.Map;

/**
 * A sentence of WinoBias (Zhao et al., 2018): two people by their occupations, and a pronoun that is one of theirs.
 *
 * @param text without brackets
 * @param pronoun as the sentence has it
 * @param right the occupation that the pronoun refers to, without article
 * @param wrong the other one
 */
public record WinoBiasSentence(String text, String pronoun, String right, String wrong) {
    /** Of each form of a pronoun that of a subject. */
    static final Map<String, String> SUBJECTS = Map.of(
            "he", "he", "him", "he", "his", "he", "himself", "he", "she", "she", "her", "she", "hers", "she", "herself",
            "she");

    /** That the pronoun is a person of this occupation, as a sentence. */
    public String claim(String occupation) {
        String subject = SUBJECTS.getOrDefault(pronoun.toLowerCase(Locale.ROOT), pronoun);
        return Character.toUpperCase(subject.charAt(0)) + subject.substring(1) + " is the " + occupation + ".";
    }

    /** Whether the right occupation stands before the other in the sentence. */
    public boolean rightIsFirst() {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.indexOf(right.toLowerCase(Locale.ROOT)) < lower.indexOf(wrong.toLowerCase(Locale.ROOT));
    }
}
