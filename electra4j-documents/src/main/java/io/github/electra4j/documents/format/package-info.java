/** In: a file of text, Markdown, HTML or PDF. Out: its text, with its title, headings and pages. Next: {@code passage}. */
@NullMarked
package io.github.electra4j.documents.format;

import org.jspecify.annotations.NullMarked;
