/**
 * Requests and responses. In: HTTP. Out: JSON of {@link io.github.electra4j.serve.model}'s results, computed through
 * {@link io.github.electra4j.serve.queue}; and of what is wrong, problem details (RFC 9457). What a request meets, in order: reception,
 * cross-origin rules, token, body, route.
 */
@NullMarked
package io.github.electra4j.serve.http;

import org.jspecify.annotations.NullMarked;
