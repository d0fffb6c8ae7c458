/**
 * The service as a container image. In: the class path that serves, and model directories. Out: a tar file that container engines load,
 * with a Java runtime and the few libraries of the system in it, so that no base image, registry or daemon is needed. Sees the library;
 * the command line alone sees it.
 */
@NullMarked
package io.github.electra4j.image;

import org.jspecify.annotations.NullMarked;
