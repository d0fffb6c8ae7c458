package io.github.electra4j.train.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * A stretch of work whose tensors are freed at its end. Without one the garbage collector frees them, which sees only
 * the small Java shells and lets native memory grow without bound. Scopes are a thread's own and nest.
 */
public final class Scope implements AutoCloseable {
    static {
        NativeLibraries.load();
    }

    private final PointerScope scope = new PointerScope();

    /** Lets a tensor outlive the innermost scope; whoever keeps it must {@link Tensor#close() close} it. */
    public static Tensor keep(Tensor tensor) {
        return tensor.retainReference();
    }

    /** Does work whose tensors are freed at its end, all but its result, which the scope around it owns. */
    static Tensor only(Supplier<Tensor> work) {
        Tensor result;
        try (Scope inner = new Scope()) {
            result = keep(work.get());
        }
        PointerScope outer = PointerScope.getInnerScope();
        if (outer != null) {
            outer.attach(result);
            result.releaseReference();
        }
        return result;
    }

    /** Ends the stretch without freeing: tensors from now on are the scope's around it, and {@link #close} frees those until now. */
    void leave() {
        scope.extend();
        scope.close();
    }

    @Override
    public void close() {
        scope.close();
    }
}
