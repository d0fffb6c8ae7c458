package io.github.electra4j.bench;

import io.github.electra4j.random.CounterRandom;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Load on a service that classifies texts by {@code POST} of {@code {"text": ...}}, whoever made it: requests a second and their latency.
 * {@code bench/peers/serving_peer.py} has it ask us and the peer.
 */
public final class ServingLoad {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final long SEED = 1;
    private static final int OK = 200;
    private static final int BUSY = 503;
    private static final double SECOND = 1e9;

    /** Seconds of load before what is counted: the first requests of a new JVM take many times as long in its own code. */
    private static final double WARM = 3;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final List<HttpRequest> requests;
    private final CounterRandom random = CounterRandom.of(SEED, "requests");
    /** Nanoseconds of requests that were answered. */
    private final Queue<Long> answered = new ConcurrentLinkedQueue<>();

    /** Answers that came while it is counted, also to requests from before. */
    private final AtomicInteger answers = new AtomicInteger();

    private final long start = System.nanoTime() + (long) (WARM * SECOND);
    private final AtomicInteger busy = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private ServingLoad(URI uri, List<String> texts) {
        requests = texts.stream()
                .map(text -> HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofMinutes(1))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(MAPPER.writeValueAsBytes(Map.of("text", text))))
                        .build())
                .toList();
    }

    /**
     * {@code closed URI TEXTS SECONDS CLIENTS}: so many clients, each of which asks again when it is answered; {@code open URI TEXTS SECONDS
     * RATE}: so many requests a second at random times, whether or not earlier ones are answered, whose latency counts from when they were due.
     * {@code TEXTS} has a text a line. Prints one JSON line, of the seconds behind three others; what fails in these is told too.
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 5 || !(args[0].equals("closed") || args[0].equals("open"))) {
            System.err.println("usage: ServingLoad closed URI TEXTS SECONDS CLIENTS | open URI TEXTS SECONDS RATE");
            System.exit(2);
        }
        ServingLoad load = new ServingLoad(URI.create(args[1]), Files.readAllLines(Path.of(args[2])));
        double seconds = Double.parseDouble(args[3]);
        double taken = args[0].equals("closed")
                ? load.closed(seconds, Integer.parseInt(args[4]))
                : load.open(seconds, Double.parseDouble(args[4]));
        System.out.println(MAPPER.writeValueAsString(load.figures(taken)));
        System.exit(0); // threads of the client would keep it alive
    }

    private synchronized HttpRequest draw() {
        return requests.get(random.nextInt(requests.size()));
    }

    private CompletableFuture<Void> ask(long due) {
        boolean counts = due >= start;
        return client.sendAsync(draw(), HttpResponse.BodyHandlers.discarding()).handle((response, error) -> {
            boolean ok = error == null && response.statusCode() == OK;
            long now = System.nanoTime();
            if (ok && now >= start) {
                answers.incrementAndGet();
            }
            if (!ok && (error != null || response.statusCode() != BUSY)) {
                failed.incrementAndGet();
            } else if (counts && ok) {
                answered.add(now - due);
            } else if (counts) {
                busy.incrementAndGet();
            }
            return null;
        });
    }

    private double closed(double seconds, int clients) {
        long end = start + (long) (seconds * SECOND);
        CompletableFuture.allOf(
                        IntStream.range(0, clients).mapToObj(c -> again(end)).toArray(CompletableFuture[]::new))
                .join();
        return (System.nanoTime() - start) / SECOND;
    }

    private CompletableFuture<Void> again(long end) {
        return System.nanoTime() >= end
                ? CompletableFuture.completedFuture(null)
                : ask(System.nanoTime()).thenCompose(nothing -> again(end));
    }

    private double open(double seconds, double rate) {
        CounterRandom times = CounterRandom.of(SEED, "arrivals");
        Queue<CompletableFuture<Void>> asked = new ConcurrentLinkedQueue<>();
        double due = -WARM;
        while (due < seconds) {
            long at = start + (long) (due * SECOND);
            for (long wait = at - System.nanoTime(); wait > 0; wait = at - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            asked.add(ask(at));
            // Times between the requests of many independent clients are exponential.
            due -= Math.log(1 - times.nextDouble()) / rate;
        }
        CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
        return (System.nanoTime() - start) / SECOND;
    }

    private Map<String, Object> figures(double seconds) {
        double[] sorted =
                answered.stream().mapToDouble(nanos -> nanos / 1e6).sorted().toArray();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("answered", sorted.length);
        figures.put("busy", busy.get());
        figures.put("failed", failed.get());
        figures.put("seconds", seconds);
        figures.put("answered_per_second", answers.get() / seconds);
        figures.put("p50_ms", quantile(sorted, 0.5));
        figures.put("p99_ms", quantile(sorted, 0.99));
        return figures;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[Math.min(sorted.length - 1, (int) (share * sorted.length))];
    }
}
