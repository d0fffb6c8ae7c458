/**
 * Models on disk. In: a configuration, tensors, a vocabulary, provenance. Out: a model directory in Hugging Face's layout, and
 * back. Next: {@code task}.
 */
@NullMarked
package io.github.electra4j.checkpoint;

import org.jspecify.annotations.NullMarked;
