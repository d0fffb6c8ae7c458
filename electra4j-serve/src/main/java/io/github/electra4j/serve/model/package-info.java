/**
 * Models that are served and what can be asked of them. In: model directories, and inputs as JSON objects. Out: results as JSON objects.
 * Next: {@link io.github.electra4j.serve.http}, which knows how requests come and go.
 */
@NullMarked
package io.github.electra4j.serve.model;

import org.jspecify.annotations.NullMarked;
