package io.github.electra4j.train.pretrain;

/** Training has broken down: the same run would break again at the same step. */
public final class BrokenDownException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BrokenDownException(String message) {
        super(message);
    }
}
