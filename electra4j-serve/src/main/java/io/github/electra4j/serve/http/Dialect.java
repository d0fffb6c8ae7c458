package io.github.electra4j.serve.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How clients of other services read what is wrong; a problem has it as members beside its own. */
enum Dialect {
    /** Ours: the problem and no more. */
    PLAIN,
    /** OpenAI's: an object {@code error} with {@code message}, {@code type} and {@code code}. */
    OPENAI {
        @Override
        Problem of(Problem problem) {
            String type = problem.status() < 500 ? "invalid_request_error" : "server_error";
            return problem.with("error", Map.of("message", problem.detail(), "type", type, "code", problem.kind()));
        }
    },
    /** That of text-embeddings-inference: texts {@code error} and {@code error_type}. */
    TEXT_EMBEDDINGS_INFERENCE {
        @Override
        Problem of(Problem problem) {
            String type = problem.status() == 503 ? "Overloaded" : problem.status() < 500 ? "Validation" : "Backend";
            return problem.with("error", problem.detail()).with("error_type", type);
        }
    };

    /**
     * That of a path, whether it has a route or not.
     *
     * @param path null where a request has none that can be read
     */
    static Dialect of(@Nullable String path) {
        String plain = path == null ? "" : path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return switch (plain) {
            case "/v1/embeddings", "/v1/models" -> OPENAI;
            case "/embed", "/predict" -> TEXT_EMBEDDINGS_INFERENCE;
            default -> PLAIN;
        };
    }

    /** A problem with the members that these clients read. */
    Problem of(Problem problem) {
        return problem;
    }
}
