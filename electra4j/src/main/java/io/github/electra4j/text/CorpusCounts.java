package io.github.electra4j.text;

/**
 * What was met while reading.
 *
 * @param documents documents begun
 * @param paragraphs paragraphs handed out
 * @param replaced broken bytes and NULs that became U+FFFD; always 0 unless lenient
 * @param cutLines lines that were too long for one paragraph and were cut at white space
 * @param duplicates paragraphs dropped because the same text came before
 */
public record CorpusCounts(long documents, long paragraphs, long replaced, long cutLines, long duplicates) {}
