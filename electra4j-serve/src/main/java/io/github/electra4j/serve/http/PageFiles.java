package io.github.electra4j.serve.http;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The page at {@code /} and the files that it is made of. All are read here, and nothing later: no path of a request is a file's. */
final class PageFiles {
    /** Nothing but these files runs, and nothing but this server is asked; markup made of texts does not get into the document. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'";

    private static final String INDEX = "index.html";
    private static final String FOLDER = "/page/";

    /** What its folder holds. */
    static final List<String> NAMES = List.of(
            INDEX,
            "page.css",
            "results.css",
            "icon.svg",
            "main.js",
            "sections.js",
            "service.js",
            "failure.js",
            "token.js",
            "dom.js",
            "announce.js",
            "code-points.js",
            "fields.js",
            "task.js",
            "table.js",
            "fold.js",
            "marks.js",
            "arcs.js",
            "bars.js",
            "detect.js",
            "classify.js",
            "mentions.js",
            "answer.js",
            "ask.js",
            "tag.js",
            "extract.js",
            "select.js",
            "similarity.js",
            "encode.js",
            "chat.js",
            "runs.js",
            "runs.css",
            "run-log.js",
            "run-charts.js",
            "chart.js",
            "curve.js");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> files = new HashMap<>();

    PageFiles() {
        NAMES.forEach(name -> files.put(name, read(name)));
    }

    private static byte[] read(String name) {
        try (InputStream in = Objects.requireNonNull(
                PageFiles.class.getResourceAsStream("/io/github/electra4j/serve/page/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a path is one of the page's, which say nothing that is not in this library: a browser has no token to send for them. */
    static boolean has(String path) {
        return path.equals("/") || (path.startsWith(FOLDER) && NAMES.contains(path.substring(FOLDER.length())));
    }

    void index(Context context) {
        answer(context, INDEX);
    }

    void file(Context context) {
        answer(context, context.pathParam("file"));
    }

    private void answer(Context context, String name) {
        byte[] file = files.get(name);
        if (file == null) {
            throw new NotFoundResponse();
        }
        context.contentType(TYPES.get(name.substring(name.lastIndexOf('.') + 1)))
                .header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-cache")
                .result(file);
    }
}
