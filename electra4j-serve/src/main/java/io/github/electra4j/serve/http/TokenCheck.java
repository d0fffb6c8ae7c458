package io.github.electra4j.serve.http;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets whoever has a token pass, before anything of the body is kept. Health and the page may be asked by everybody. */
final class TokenCheck extends Handler.Wrapper {
    private final BearerTokens tokens;
    private final Refusals refusals;

    TokenCheck(BearerTokens tokens, Refusals refusals) {
        this.tokens = tokens;
        this.refusals = refusals;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        if (path.startsWith("/health/")
                || PageFiles.has(path)
                || tokens.admit(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
            return super.handle(request, response, callback);
        }
        Problem problem = new Problem(
                        HttpStatus.UNAUTHORIZED_401,
                        "unauthorized",
                        "a token is needed, and there is none or an unknown one: send the header Authorization: Bearer TOKEN")
                .header(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"electra4j\"");
        refusals.answer(problem, request, response, callback);
        return true;
    }
}
