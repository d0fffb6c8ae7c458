/**
 * JSON files in and out, strictly. In: a file or a text of it. Out: a tree, or a message that says in plain words what is wrong and
 * where. Used by all that read or write a file of settings; knows nothing of what they mean.
 */
@NullMarked
package io.github.electra4j.json;

import org.jspecify.annotations.NullMarked;
