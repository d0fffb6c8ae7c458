/**
 * The quickstart's work behind its command: WordNet's files, fine-tunings at a few rates, the wrong-word probe, the results and
 * their report. It knows nothing of options and terminals.
 */
@NullMarked
package io.github.electra4j.cli.quickstart;

import org.jspecify.annotations.NullMarked;
