package io.github.electra4j;

import java.io.IOException;

/** What a server of {@code electra serve} refuses or cannot do, in its words. */
public final class ServiceException extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String kind;

    ServiceException(int status, String kind, String message) {
        super(message);
        this.status = status;
        this.kind = kind;
    }

    /** The status of the response. */
    public int status() {
        return status;
    }

    /** What programs tell the reason by, such as {@code queue-full}; empty where the response is not one of {@code electra serve}. */
    public String kind() {
        return kind;
    }
}
