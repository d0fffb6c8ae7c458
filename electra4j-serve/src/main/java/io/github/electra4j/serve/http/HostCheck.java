package io.github.electra4j.serve.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Keeps the pages of others away from a server that everybody on this machine may ask: a page whose name its owner lets point to this machine would
 * be of one origin with it (DNS rebinding). Such requests carry that name, where those of this machine have {@code localhost} or an address.
 */
final class HostCheck extends Handler.Wrapper {
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-f:.]*:[0-9a-f:.]*]?");

    private final String own;
    private final Refusals refusals;

    HostCheck(Listening listening, Refusals refusals) {
        this.own = listening.host().toLowerCase(Locale.ROOT);
        this.refusals = refusals;
    }

    /** Whether a server needs it: one that asks for tokens does not, and one that others reach is open anyway. */
    static boolean isNeeded(Listening listening) {
        try {
            return listening.tokens().isEmpty()
                    && InetAddress.getByName(listening.host()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it will not be able to listen
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String name = String.valueOf(Request.getServerName(request)).toLowerCase(Locale.ROOT);
        if (name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals(own)
                || ADDRESS.matcher(name).matches()) {
            return super.handle(request, response, callback);
        }
        Problem problem = new Problem(
                HttpStatus.MISDIRECTED_REQUEST_421,
                "wrong-host",
                "the request is for the host \"" + name
                        + "\", and a server without tokens that listens on this machine"
                        + " alone answers to localhost and to addresses; with a token it answers to every name");
        refusals.answer(problem, request, response, callback);
        return true;
    }
}
