/**
 * The command line: one class a command.
 */
@NullMarked
package io.github.electra4j.cli;

import org.jspecify.annotations.NullMarked;
