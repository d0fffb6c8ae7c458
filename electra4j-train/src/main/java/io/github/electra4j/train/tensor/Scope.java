package io.github.electra4j.train.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A stretch of work whose tensors are freed at its end. Without one the garbage collector frees them, which sees only
 * the small Java shells and lets native memory grow without bound. Scopes are a thread's own and nest.
 */
public final class Scope implements AutoCloseable {
    private final PointerScope scope = new PointerScope();

    /** Lets a tensor outlive the innermost scope; whoever keeps it must {@link Tensor#close() close} it. */
    public static Tensor keep(Tensor tensor) {
        return tensor.retainReference();
    }

    @Override
    public void close() {
        scope.close();
    }
}
