package io.github.electra4j.text;

import java.nio.file.Path;

/**
 * One paragraph of a corpus.
 *
 * @param text the text, without white space at its ends; never empty
 * @param startsDocument whether a document begins here: after a blank line, in a new file, in a new JSONL row
 * @param file the file that it stands in
 * @param line its line in the unpacked file, from 1
 */
public record Paragraph(String text, boolean startsDocument, Path file, long line) {}
