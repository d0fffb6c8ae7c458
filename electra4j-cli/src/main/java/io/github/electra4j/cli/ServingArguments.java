package io.github.electra4j.cli;

import io.github.electra4j.serve.http.AccessLog;
import io.github.electra4j.serve.http.BearerTokens;
import io.github.electra4j.serve.http.Limits;
import io.github.electra4j.serve.http.Listening;
import io.github.electra4j.serve.http.PemKeys;
import io.github.electra4j.text.WholeText;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Where {@code electra serve} listens, who may ask, and how much. */
final class ServingArguments {
    /** For each place of the queue: who finds it full is to be told so, which takes a connection. */
    private static final long CONNECTIONS = 4;

    /** A token that stands on the command line would be seen by everybody who lists processes. */
    private static final String TOKEN_VARIABLE = "ELECTRA_SERVE_TOKEN";

    /** Longest bodies that there is room for at a time, where the standard room is too small. */
    private static final long BODIES = 4;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 for all of this machine.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "The port to listen on; 0 for any that is free, which is then said.")
    private int port = 8080;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Tokens that open the server, one a line, # before remarks. Or one in the environment as "
                    + TOKEN_VARIABLE + ".")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Serve HTTPS: PEM file of the certificate and behind it those that vouch for it.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "PEM file of its private key, PKCS #8.")
    private @Nullable Path key;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            description = "An origin, such as https://example.org, whose pages may ask; may be given several times.",
            showDefaultValue = Visibility.NEVER)
    private List<String> origins = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Most that a request may wait and be computed.")
    private double timeout = 30;

    @Option(
            names = "--queue",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Most inputs that wait; whoever finds no room is told to come again.")
    private int queue = 1024;

    @Option(names = "--max-texts", paramLabel = "N", defaultValue = "256", description = "Most inputs of a request.")
    private int maxTexts = 256;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "65536",
            description = "Most word pieces of a request.")
    private int maxTokens = 65_536;

    @Option(
            names = "--max-body",
            paramLabel = "BYTES",
            defaultValue = "1048576",
            description = "Longest body of a request.")
    private long maxBody = 1 << 20;

    @Option(
            names = "--log-format",
            paramLabel = "plain|json|none",
            defaultValue = "plain",
            description = "A line for each request on standard output: for people, for programs, or no line.")
    private String logFormat = "plain";

    @Option(
            names = "--log-texts",
            description =
                    "Log each request's target and body too. What people write then lies in the log, with whoever keeps"
                            + " or reads it: for finding a fault, not for a service that others use.",
            showDefaultValue = Visibility.NEVER)
    private boolean logTexts;

    /**
     * Where it listens, as told.
     *
     * @throws IllegalArgumentException where an option, or a file of tokens, does not allow it
     */
    Listening listening() throws IOException {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--tls-certificate and --tls-key go together: one of them is missing");
        }
        PemKeys keys = certificate == null || key == null ? null : new PemKeys(certificate, key);
        return new Listening(host, port, keys, new BearerTokens(tokens()), origins, log());
    }

    private AccessLog log() {
        AccessLog.Format format =
                switch (logFormat) {
                    case "plain" -> AccessLog.Format.PLAIN;
                    case "json" -> AccessLog.Format.JSON;
                    case "none" -> AccessLog.Format.NONE;
                    default ->
                        throw new IllegalArgumentException(
                                "--log-format " + logFormat + ": expected plain, json or none");
                };
        return new AccessLog(format, logTexts);
    }

    private List<String> tokens() throws IOException {
        List<String> tokens = new ArrayList<>();
        if (tokenFile != null) {
            List<String> lines = WholeText.lines(tokenFile);
            for (int i = 0; i < lines.size(); i++) {
                String token = lines.get(i).strip();
                if (!token.isEmpty() && !token.startsWith("#")) {
                    BearerTokens.requireSafe(token, tokenFile + ":" + (i + 1));
                    tokens.add(token);
                }
            }
            if (tokens.isEmpty()) {
                throw new IllegalArgumentException(tokenFile + ": no token in it; `openssl rand -hex 32` makes one");
            }
        }
        String variable = System.getenv(TOKEN_VARIABLE);
        if (variable != null) {
            BearerTokens.requireSafe(variable, TOKEN_VARIABLE);
            tokens.add(variable);
        }
        return tokens;
    }

    /** How much may be asked. */
    Limits limits() {
        Limits standard = Limits.standard();
        return new Limits(
                maxBody,
                Math.max(standard.bodies(), BODIES * Math.min(maxBody, Limits.LONGEST_BODY)),
                maxTexts,
                maxTokens,
                queue,
                standard.header(),
                (int) Math.max(standard.connections(), Math.min(Integer.MAX_VALUE, CONNECTIONS * queue)),
                Duration.ofMillis(Math.round(timeout * 1000)),
                standard.reading(),
                standard.idle(),
                standard.grace());
    }
}
