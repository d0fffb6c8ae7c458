package io.github.electra4j.documents.answer;

import io.github.electra4j.documents.passage.Passage;

/**
 * What the reader takes for the answer in one passage.
 *
 * @param text as it stands there
 * @param offset its first UTF-16 unit in the passage
 * @param passage that it stands in
 * @param probability by the reader, among all parts of the passage and there being no answer in it
 * @param declined whether the reader says that this passage has no answer
 * @param confidence in the answer, by reader and retrieval together
 */
public record AnswerCandidate(
        String text, int offset, RankedPassage passage, double probability, boolean declined, double confidence) {
    private Passage place() {
        return passage.found().passage();
    }

    /** Its first UTF-16 unit in the document's text. */
    public int start() {
        return place().start() + offset;
    }

    /** The UTF-16 unit of the document's text behind it. */
    public int end() {
        return start() + text.length();
    }

    /** The page that it begins on, from 1; 0 where the format has no pages. */
    public int page() {
        return place().pageAt(offset);
    }

    /** Code points of the document's text before it. */
    public int startCharacter() {
        return place().characters() + place().text().codePointCount(0, offset);
    }

    /** Code points of the document's text before its end. */
    public int endCharacter() {
        return startCharacter() + text.codePointCount(0, text.length());
    }
}
