/**
 * Documents in. In: files, folders and glob patterns, plain or compressed. Out: cleaned paragraphs and document ends, as a
 * stream. Next: {@code vocab}.
 */
@NullMarked
package io.github.electra4j.text;

import org.jspecify.annotations.NullMarked;
