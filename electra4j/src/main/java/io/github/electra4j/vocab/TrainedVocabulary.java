package io.github.electra4j.vocab;

/** A vocabulary and how it came about. */
public record TrainedVocabulary(Vocabulary vocabulary, VocabularyStatistics statistics) {}
